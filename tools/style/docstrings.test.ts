import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { readTree, type Tree } from '../imports/read-tree.ts';

/** They refuse what TypeScript refuses too; `runElementwise` shapes that differ, which an op has checked. */
const notCounted = new Set(['checkOptions', 'checkTensor', 'defineKernel', 'runElementwise']);

const tree = readTree(fileURLToPath(new URL('../..', import.meta.url)));

interface Definition {
  readonly path: string;
  readonly name: string;
  /** Without comments. */
  readonly code: string;
  readonly documented: boolean;
}

/** Every function and class of a source; the overloads of a function are one. */
function definitionsOf(path: string, text: string): Definition[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = file.statements.filter(
    (statement) => ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement),
  );
  const names = new Set(found.map((statement) => statement.name?.text ?? ''));
  const partsOf = (name: string) => found.filter((statement) => (statement.name?.text ?? '') === name);
  return [...names]
    .map((name) => ({ name, parts: partsOf(name) }))
    .map(({ name, parts }) => ({
      path,
      name,
      code: parts.map((part) => part.getText(file).replace(/\/\*\*.*?\*\//gs, '')).join('\n'),
      documented: parts.some((part) => part.getFullText(file).includes('@throws')),
    }));
}

/** The exports of packages that throw, or call a function that does, and have no `@throws`. */
function findUndocumented(files: Tree): string[] {
  const sources = [...files].filter(
    ([path]) => /^packages\/.*\/src\/.*\.ts$/.test(path) && !/test/.test(path),
  );
  const definitions = sources.flatMap(([path, text]) => definitionsOf(path, text));
  const calls = ({ code, name }: Definition, callees: Set<string>): boolean =>
    [...code.matchAll(/(?<![.#]|function |new )\b(\w+)(?:<[^(]*>)?\(/g)].some(
      ([, callee]) => callee !== name && callees.has(callee!),
    );
  const throws = ({ code }: Definition): boolean => code.includes('throw new ');
  const named = (found: Definition[]): Set<string> =>
    new Set(found.map(({ name }) => name).filter((name) => !notCounted.has(name)));
  const throwers = named(definitions.filter(throws));
  // Checks that call a thrower count as well: requireWhole calls refuse.
  const isCheck = ({ name }: Definition): boolean => /^(check|require)/.test(name);
  const checks = named(definitions.filter((each) => isCheck(each) && calls(each, throwers)));
  const counted = new Set([...throwers, ...checks]);
  const exported = new Set(
    sources.flatMap(([path, text]) =>
      [...text.matchAll(/^export \{([^}]*)\} from '\.\/([^']*)'/gm)].flatMap(([, names, from]) =>
        names!.split(',').map((name) => `${posix.join(posix.dirname(path), from!)}: ${name.trim()}`),
      ),
    ),
  );
  return definitions
    .filter((each) => !each.documented && (throws(each) || calls(each, counted)))
    .map(({ path, name }) => `${path}: ${name}`)
    .filter((definition) => exported.has(definition))
    .map((definition) => `${definition} throws: say in its docstring what and when, by @throws.`);
}

it('an exported function or class that throws has @throws in its docstring', () => {
  const src = 'packages/a/src';
  const text = (doc: string, code: string) => `/** ${doc} */\nexport function f() { ${code} }`;
  const found = (doc: string, code: string) =>
    findUndocumented(
      new Map([
        [`${src}/index.ts`, "export { f } from './f.ts';"],
        [`${src}/f.ts`, text(doc, code)],
        [`${src}/check.ts`, 'function refuse() { throw new Error(); }\nfunction requireB() { refuse(); }'],
      ]),
    );
  const sentence = [`${src}/f.ts: f throws: say in its docstring what and when, by @throws.`];
  for (const code of ['throw new Error();', 'refuse();', 'requireB();']) {
    expect(found('F.', code)).toEqual(sentence);
    expect(found('@throws Error always.', code)).toEqual([]);
  }
  expect(found('F.', 'g();')).toEqual([]);
  expect(findUndocumented(tree)).toEqual([]);
});

/** Blank lines that are doubled in docstrings, or missing before the tags. */
function findBlankLines(path: string, text: string): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    const before = lines[i - 1] ?? '';
    const at = `${path}:${i + 1}`;
    if (/^ *\*$/.test(line) && /^ *\*$/.test(before)) return [`${at}: remove the second blank line.`];
    const missing = /^ *\* @/.test(line) && /^ *\* [^@ ]/.test(before);
    return missing ? [`${at}: put a blank line before the tags.`] : [];
  });
}

it('a docstring has one blank line between paragraphs and before its tags', () => {
  expect(findBlankLines('a.ts', '/**\n * A.\n *\n *\n * B.\n * @example\n */')).toEqual([
    'a.ts:4: remove the second blank line.',
    'a.ts:6: put a blank line before the tags.',
  ]);
  expect(findBlankLines('a.ts', '/**\n * A.\n *\n * @param b a\n *   number\n * @example\n */')).toEqual([]);
  expect([...tree].flatMap(([path, text]) => findBlankLines(path, text))).toEqual([]);
});
