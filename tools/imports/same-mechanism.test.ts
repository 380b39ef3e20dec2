import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

/** The code of a package's option-fault.ts, without its comments. */
function codeOf(name: string): string {
  const path = fileURLToPath(new URL(`../../packages/${name}/src/option-fault.ts`, import.meta.url));
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
  return ts.createPrinter({ removeComments: true }).printFile(file);
}

it('options are checked by the same code in schedulers, which imports nothing, as in every other package', () => {
  expect(codeOf('tensor')).toContain('did you mean');
  expect(codeOf('schedulers'), 'copy packages/tensor/src/option-fault.ts').toBe(codeOf('tensor'));
});
