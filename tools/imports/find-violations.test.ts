import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findCircles } from './find-circles.ts';
import { findViolations } from './find-violations.ts';
import { importTable } from './import-table.ts';
import { readTree } from './read-tree.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const table = {
  low: { imports: [], nodeEntries: ['./node'] },
  high: { imports: ['low'], inTests: ['other'] },
  other: { imports: [] },
};

const entry = (name: string) => ({ '@regopt/source': `./src/${name}.ts` });
const manifest = (name: string, rest: object = {}) =>
  JSON.stringify({ name: `@regopt/${name}`, exports: { '.': entry('index') }, ...rest });

/** A small repository that obeys the table, with some files added or replaced. */
function check(
  files: Record<string, string> = {},
  rules: Parameters<typeof findViolations>[1] = table,
): string[] {
  const exports = { '.': entry('index'), './node': entry('node'), './testing': entry('testing') };
  const tree = {
    'packages/low/package.json': manifest('low', { exports }),
    'packages/low/src/index.ts': `export { one } from './one.ts';\n`,
    'packages/low/src/one.ts': 'export const one = 1;\n',
    'packages/low/src/node.ts': `import { readFileSync } from 'node:fs';\nexport { readFileSync };\n`,
    'packages/low/src/testing.ts': `import { expect } from 'vitest';\nexport { expect };\n`,
    'packages/high/package.json': manifest('high', {
      dependencies: { '@regopt/low': 'workspace:^' },
      devDependencies: { '@regopt/other': '*' },
    }),
    'packages/high/src/index.ts': `import { one } from '@regopt/low';\nexport { one };\n`,
    'packages/high/src/index.test.ts':
      "import { it } from 'vitest';\nimport '@regopt/other';\n" + "import '@regopt/low/testing';\nit;\n",
    'packages/other/package.json': manifest('other'),
    'packages/other/src/index.ts': 'export {};\n',
    'apps/tool/package.json': JSON.stringify({
      name: '@regopt/tool',
      dependencies: { '@regopt/high': '*', commander: '1' },
    }),
    'apps/tool/src/main.ts': `import 'node:fs';\nimport 'commander';\nimport '@regopt/high';\nDate.now();\n`,
    ...files,
  };
  return findViolations(new Map(Object.entries(tree)), rules);
}

describe('the import table', () => {
  it('holds for every package and app of this repository', () => {
    expect(findViolations(readTree(root), importTable)).toEqual([]);
  });

  it('covers the real sources', () => {
    const paths = [...readTree(root).keys()];
    for (const name of Object.keys(importTable)) expect(paths).toContain(`packages/${name}/src/index.ts`);
  });
});

describe('the check of the import table', () => {
  it('accepts a tree that obeys every rule', () => {
    expect(check()).toEqual([]);
  });

  it.each([
    ['a static import', `import '@regopt/other';`],
    ['a type import', `import type { X } from '@regopt/other';`],
    ['a type named in place', `export type X = import('@regopt/other').X;`],
    ['a dynamic import', `export const load = () => import('@regopt/other');`],
    ['one whose types are left out', `export const load = () => import('@regopt/other' as string);`],
    ['a re-export', `export * from '@regopt/other';`],
  ])('refuses a package outside the table in %s', (_, line) => {
    expect(check({ 'packages/high/src/index.ts': `${line}\n` })).toEqual([
      'packages/high/src/index.ts:1: must not import @regopt/other: the import table does not let high ' +
        'import it.',
    ]);
  });

  it('refuses an import upwards', () => {
    expect(check({ 'packages/low/src/one.ts': `import '@regopt/high';\nexport const one = 1;\n` })).toEqual([
      'packages/low/src/one.ts:1: must not import @regopt/high: the import table does not let low import it.',
    ]);
  });

  it('refuses imports for tests only in a file that an entry reaches', () => {
    expect(check({ 'packages/low/src/one.ts': `import 'vitest';\nexport const one = 1;\n` })).toEqual([
      'packages/low/src/one.ts:1: must not import vitest: packages have no third-party dependency.',
    ]);
    expect(check({ 'packages/high/src/index.ts': `import '@regopt/low/testing';\n` })).toEqual([
      'packages/high/src/index.ts:1: must not import @regopt/low/testing: a test kit is for tests.',
    ]);
  });

  it('refuses a deep import, by name and by relative path', () => {
    expect(
      check({
        'packages/high/src/index.ts': `import '@regopt/low/src/one.ts';\nimport '../../low/src/one.ts';\n`,
      }),
    ).toEqual([
      'packages/high/src/index.ts:1: must not import @regopt/low/src/one.ts: low has no public entry ' +
        '"./src/one.ts".',
      'packages/high/src/index.ts:2: must not import ../../low/src/one.ts: a relative path must stay ' +
        'inside its package.',
    ]);
    expect(check({ 'apps/tool/src/main.ts': `import '@regopt/high/src/index.ts';\n` })).toEqual([
      'apps/tool/src/main.ts:1: must not import @regopt/high/src/index.ts: high has no public entry ' +
        '"./src/index.ts".',
    ]);
  });

  it('allows only tests to read golden values', () => {
    const line = `import '../../../tools/goldens/one.json';\n`;
    expect(check({ 'packages/low/src/one.test.ts': line })).toEqual([]);
    expect(check({ 'packages/low/src/one.ts': line })).toEqual([
      'packages/low/src/one.ts:1: must not import ../../../tools/goldens/one.json: a relative path must ' +
        'stay inside its package.',
    ]);
  });

  it("refuses a package's own name, and a missing package", () => {
    expect(check({ 'packages/low/src/one.ts': `import '@regopt/low';\nimport '@regopt/none';\n` })).toEqual([
      'packages/low/src/one.ts:1: must not import @regopt/low: a package reaches its own files by ' +
        'relative paths.',
      'packages/low/src/one.ts:2: must not import @regopt/none: there is no such package.',
    ]);
  });

  it('refuses node: modules except behind a Node entry, or on demand where a package may', () => {
    const files = {
      'packages/low/src/one.ts': `import 'node:fs';\nexport const load = () => import('node:os');\n`,
    };
    const reason = 'this code must run outside Node too.';
    expect(check(files)).toEqual([
      `packages/low/src/one.ts:1: must not import node:fs: ${reason}`,
      `packages/low/src/one.ts:2: must not import node:os: ${reason}`,
    ]);
    expect(check(files, { ...table, low: { ...table.low, nodeOnDemand: true } })).toEqual([
      `packages/low/src/one.ts:1: must not import node:fs: ${reason}`,
    ]);
  });

  it('refuses a Node entry that the main entry reaches', () => {
    expect(
      check({ 'packages/low/src/index.ts': `export * from './one.ts';\nexport * from './node.ts';\n` }),
    ).toEqual(['packages/low/src/node.ts:1: must not import node:fs: this code must run outside Node too.']);
  });

  it('refuses a third-party package, and one that an app does not declare', () => {
    expect(
      check({
        'packages/low/src/one.ts': `import 'lodash';\n`,
        'apps/tool/src/main.ts': `import 'valibot';\nimport '@regopt/low';\n`,
      }),
    ).toEqual([
      'packages/low/src/one.ts:1: must not import lodash: packages have no third-party dependency.',
      'apps/tool/src/main.ts:1: must not import valibot: package.json does not name it as a dependency.',
      'apps/tool/src/main.ts:2: must not import @regopt/low: package.json does not name it.',
    ]);
  });

  it('refuses an import with a computed name', () => {
    expect(
      check({ 'packages/low/src/one.ts': 'export const load = (name: string) => import(name);\n' }),
    ).toEqual(['packages/low/src/one.ts:1: must not import name: packages have no third-party dependency.']);
  });

  it('refuses Math.random anywhere, and clocks and platform globals in code for all platforms', () => {
    const files = {
      'packages/low/src/one.ts':
        'export const one = [Math.random(), Date.now(), performance.now(), process.pid];\n',
      'packages/high/src/index.test.ts': 'Math.random(); Date.now();\n',
      'apps/tool/src/main.ts': 'Math.random(); Date.now();\n',
    };
    const low = 'packages/low/src/one.ts:1: must not use';
    expect(check(files)).toEqual([
      `${low} Math.random: randomness comes from a seeded generator.`,
      `${low} Date.now: a library has no clock.`,
      `${low} performance.now: a library has no clock.`,
      `${low} process: this code must run in Node and in a browser.`,
      'packages/high/src/index.test.ts:1: must not use Math.random: randomness comes from a seeded ' +
        'generator.',
      'apps/tool/src/main.ts:1: must not use Math.random: randomness comes from a seeded generator.',
    ]);
  });

  it('refuses powers and functions whose last digits depend on the engine, except in listed files', () => {
    const files = {
      'packages/low/src/one.ts':
        'export const one = (x: number) => [x ** 2, (x **= 3), Math.pow(x, 2), Math.exp(x), 2 ** x, 2n ' +
        '** 3n];\n',
      'packages/low/src/one.test.ts': `import './one.ts';\n1.5 ** 2; Math.exp(1);\n`,
    };
    const low = 'packages/low/src/one.ts:1: must not use';
    const power =
      'engines differ in its last digits; write products (x * x), as power in ' +
      'packages/schedulers/src/portable-math.ts does ' +
      'for whole exponents; only 2 ** n is exact.';
    const other =
      'engines differ in its last digits; use + - * / and Math.sqrt, or cosTurns and its like of ' +
      '@regopt/tensor.';
    expect(check(files)).toEqual([
      `${low} **: ${power}`,
      `${low} **: ${power}`,
      `${low} Math.pow: ${power}`,
      `${low} Math.exp: ${other}`,
    ]);
    const named = { ...table.low, engineMath: true, powers: ['src/one.ts', 'src/index.ts'] };
    expect(check(files, { ...table, low: named })).toEqual([
      'packages/low/src/index.ts: strike it from "powers" in tools/imports/import-table.ts: it has none.',
    ]);
  });

  it('refuses unchecked casts in package code, except in listed files', () => {
    const files = {
      'packages/low/src/one.ts':
        'export const one = [1 as unknown as string, 1 as any, 1 as never, 1 as unknown, 1 as const];\n',
      'packages/low/src/one.test.ts': `import './one.ts';\n'' as never;\n`,
    };
    const reason = 'write types that need no cast past the compiler.';
    expect(check(files)).toEqual(
      ['as unknown', 'as any', 'as never'].map(
        (cast) => `packages/low/src/one.ts:1: must not use ${cast}: ${reason}`,
      ),
    );
    const named = { ...table.low, casts: ['src/one.ts'] };
    expect(check(files, { ...table, low: named })).toEqual([]);
    expect(check({}, { ...table, low: named })).toEqual([
      'packages/low/src/one.ts: strike it from "casts" in tools/imports/import-table.ts: it has none.',
    ]);
  });

  it('does not mistake a property or a comment for a clock', () => {
    expect(
      check({
        'packages/low/src/one.ts': '// Date.now()\nexport const one = { Date: 1, process: 2 }.process;\n',
      }),
    ).toEqual([]);
  });

  it.each(['', 'type '])('finds a circle of files, by "import %s{ one }" too', (kind) => {
    const files = {
      'packages/low/src/one.ts': `import { two } from './two.ts';\nexport const one = () => two;\n`,
      'packages/low/src/two.ts': `import ${kind}{ one } from './one.ts';\nexport const two = () => one;\n`,
    };
    expect(check(files)).toEqual([
      'files import each other in a circle: packages/low/src/one.ts, packages/low/src/two.ts: move what ' +
        'they share into a file ' +
        'that imports none of them, or list them, sorted, under "circles" in tools/imports/import-table.ts.',
    ]);
    const low = { ...table.low, circles: [['src/one.ts', 'src/two.ts']] };
    expect(check(files, { ...table, low })).toEqual([]);
    expect(check({}, { ...table, low })).toEqual([
      'no such circle: packages/low/src/one.ts, packages/low/src/two.ts: strike it from "circles" in ' +
        'tools/imports/import-table.ts.',
    ]);
  });

  it('finds every circle, and joins circles that share a file', () => {
    const edges = { a: ['b'], b: ['a', 'c'], c: ['d', 'c'], d: ['e'], e: ['f', 'd'], f: ['d'] };
    const found = findCircles(new Map(Object.entries(edges)));
    expect(found.map((circle) => circle.join('')).sort()).toEqual(['ab', 'c', 'def']);
  });

  it('finds a circle of packages in the table itself', () => {
    expect(check({}, { ...table, low: { ...table.low, imports: ['high'] } })).toEqual([
      'packages import each other in a circle: high, low.',
    ]);
  });

  it('finds a package without a row, and a row without a package', () => {
    expect(
      check({ 'packages/new/package.json': manifest('new') }, { ...table, gone: { imports: [] } }),
    ).toEqual([
      'packages/new: has no row in the import table.',
      `the import table's row "gone" has no package.`,
    ]);
  });

  it('finds unused files, foreign dependencies, deviating version ranges, and peer dependencies', () => {
    expect(
      check({
        'packages/other/src/lost.ts': 'export {};\n',
        'packages/other/package.json': manifest('other', {
          dependencies: { lodash: '4', '@regopt/low': '^0.1.0' },
          peerDependencies: { '@regopt/high': '*', vitest: '*' },
        }),
      }),
    ).toEqual([
      'packages/other/src/lost.ts: no entry and no test leads to this file.',
      'packages/other/package.json: dependency lodash: packages have no third-party dependency.',
      'packages/other/package.json: dependency @regopt/low: write "workspace:^", not "^0.1.0".',
      'packages/other/package.json: peerDependencies @regopt/high, vitest: make them dependencies; a ' +
        'peer whose range a new ' +
        'version leaves stops every update.',
    ]);
  });

  it('finds an import that package.json does not list', () => {
    expect(check({ 'packages/high/package.json': manifest('high') })).toContain(
      'packages/high/src/index.ts:1: must not import @regopt/low: package.json does not name it.',
    );
  });
});
