import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { readTree } from '../imports/read-tree.ts';

const sources = [...readTree(fileURLToPath(new URL('../..', import.meta.url)))].filter(
  ([path]) => /^packages\/.*\/src\/.*\.ts$/.test(path) && !path.endsWith('.test.ts'),
);

/** Optional members of exported interfaces whose type does not include `undefined`. */
function withoutUndefined(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return file.statements.flatMap((statement) => {
    if (!ts.isInterfaceDeclaration(statement) || !statement.name.text.endsWith('Options')) return [];
    return statement.members.flatMap((member) => {
      if (!ts.isPropertySignature(member) || member.questionToken === undefined) return [];
      const allowed = member.type?.getText(file).endsWith('| undefined');
      return allowed
        ? []
        : [`${path}: ${statement.name.text}: write "${member.name.getText(file)}?: ... | undefined".`];
    });
  });
}

it('an optional option accepts undefined, for users with exactOptionalPropertyTypes', () => {
  expect(withoutUndefined('a.ts', 'export interface AOptions {\n  readonly b?: number;\n}')).toEqual([
    'a.ts: AOptions: write "b?: ... | undefined".',
  ]);
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.flatMap(([path, text]) => withoutUndefined(path, text))).toEqual([]);
});
