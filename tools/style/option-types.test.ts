import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { readTree } from '../imports/read-tree.ts';

const sources = [...readTree(fileURLToPath(new URL('../..', import.meta.url)))].filter(
  ([path]) => /^packages\/.*\/src\/.*\.ts$/.test(path) && !path.endsWith('.test.ts'),
);

/** What the entries `.` and `./node` of all packages export. */
const entries = sources.filter(([path]) => /src\/(index|node)\.ts$/.test(path)).map(([, text]) => text);
const exported = new Set(entries.join('\n').match(/\w+/g));

/** Optional members of exported interfaces whose type does not include `undefined`. */
function withoutUndefined(path: string, text: string, names: ReadonlySet<string>): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return file.statements.flatMap((statement) => {
    if (!ts.isInterfaceDeclaration(statement) || !names.has(statement.name.text)) return [];
    return statement.members.flatMap((member) => {
      if (!ts.isPropertySignature(member) || member.questionToken === undefined) return [];
      const allowed = member.type?.getText(file).endsWith('| undefined');
      return allowed
        ? []
        : [`${path}: ${statement.name.text}: write "${member.name.getText(file)}?: ... | undefined".`];
    });
  });
}

it('an optional member of an exported interface accepts undefined, for exactOptionalPropertyTypes', () => {
  const text = 'export interface A {\n  readonly b?: number;\n}';
  expect(withoutUndefined('a.ts', text, new Set('A'))).toEqual(['a.ts: A: write "b?: ... | undefined".']);
  expect(withoutUndefined('a.ts', text, new Set('C'))).toEqual([]);
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.flatMap(([path, text]) => withoutUndefined(path, text, exported))).toEqual([]);
});
