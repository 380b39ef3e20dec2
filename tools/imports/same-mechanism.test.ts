import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** The code of a package's file, without comments. */
function codeOf(file: string): string {
  const path = fileURLToPath(new URL(`../../packages/${file}`, import.meta.url));
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  return ts.createPrinter({ removeComments: true }).printFile(source);
}

it('schedulers, which imports nothing, checks options with the same code as the other packages', () => {
  expect(codeOf('tensor/src/check/option-fault.ts')).toContain('did you mean');
  expect(codeOf('schedulers/src/option-fault.ts'), 'copy packages/tensor/src/check/option-fault.ts').toBe(
    codeOf('tensor/src/check/option-fault.ts'),
  );
});
