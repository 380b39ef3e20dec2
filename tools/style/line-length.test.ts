import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const columns = 110;

/** True if a line break would change the node: a tagged or multi-line template, or a regular expression. */
function isFixed(node: ts.Node, file: ts.SourceFile): boolean {
  if (ts.isTaggedTemplateExpression(node) || ts.isRegularExpressionLiteral(node)) return true;
  if (!ts.isTemplateExpression(node) && !ts.isNoSubstitutionTemplateLiteral(node)) return false;
  return node.getText(file).includes('\n');
}

/** The lines that are too long. biome wraps neither comments nor literals, and ignores assembly/. */
function findLongLines(path: string, text: string): string[] {
  const lines = text.split('\n');
  if (lines.every((line) => line.length <= columns)) return [];
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const inFixed = (node: ts.Node, position: number): boolean =>
    node.getStart(file) <= position &&
    position < node.getEnd() &&
    (isFixed(node, file) || ts.forEachChild(node, (child) => inFixed(child, position) || undefined) === true);
  return lines.flatMap((line, i) =>
    line.length <= columns ||
    line.includes('https://') ||
    inFixed(file, file.getPositionOfLineAndCharacter(i, columns))
      ? []
      : [`${path}:${i + 1}: ${line.length} columns, more than ${columns}: wrap the line.`],
  );
}

it('no line of a TypeScript or AssemblyScript source is longer than 110 columns', () => {
  const long = 'x'.repeat(111);
  expect(findLongLines('a.ts', `const a = 1;\n// ${long}\nconst b = '${long}';`)).toEqual([
    'a.ts:2: 114 columns, more than 110: wrap the line.',
    'a.ts:3: 124 columns, more than 110: wrap the line.',
  ]);
  expect(
    findLongLines('a.ts', `// https://${long}\nf(\`\n${long}\`);\n/${long}/;\nhtml\`${long}\`;`),
  ).toEqual([]);
  const paths = globSync(['*.ts', '{packages,apps}/*/{src,assembly}/**/*.ts', 'tools/**/*.ts'], {
    cwd: root,
    exclude: (name) => ['node_modules', 'generated'].some((part) => String(name).split('/').includes(part)),
  });
  expect(paths.length).toBeGreaterThan(500);
  expect(paths.flatMap((path) => findLongLines(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
});
