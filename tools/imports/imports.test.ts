import { describe, expect, it } from 'vitest';
import { check, manifest, table } from './check-small-tree.ts';

describe('the check of imports', () => {
  it.each([
    ['a static import', `import '@regopt/other';`],
    ['a type import', `import type { X } from '@regopt/other';`],
    ['a type named in place', `export type X = import('@regopt/other').X;`],
    ['a dynamic import', `export const load = () => import('@regopt/other');`],
    ['one whose types are left out', `export const load = () => import('@regopt/other' as string);`],
    ['a re-export', `export * from '@regopt/other';`],
  ])('refuses a package outside the table in %s', (_, line) => {
    expect(check({ 'packages/high/src/index.ts': `${line}\n` })).toEqual([
      'packages/high/src/index.ts:1: ' +
        'must not import @regopt/other: the import table does not let high import it.',
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
      'packages/high/src/index.ts:1: ' +
        'must not import @regopt/low/src/one.ts: low has no public entry "./src/one.ts".',
      'packages/high/src/index.ts:2: ' +
        'must not import ../../low/src/one.ts: a relative path must stay inside its package.',
    ]);
    expect(check({ 'apps/tool/src/main.ts': `import '@regopt/high/src/index.ts';\n` })).toEqual([
      'apps/tool/src/main.ts:1: must not import @regopt/high/src/index.ts: ' +
        'high has no public entry "./src/index.ts".',
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
      'packages/low/src/one.ts:1: must not import @regopt/low: ' +
        'a package reaches its own files by relative paths.',
      'packages/low/src/one.ts:2: must not import @regopt/none: there is no such package.',
    ]);
  });

  it('refuses third-party packages except on demand, where the table names them, behind a Node entry', () => {
    const files = {
      'packages/low/src/one.ts': `export const load = () => import('sharp' as string);\n`,
      'packages/low/src/node.ts': `import 'sharp';\nexport const load = () => import('sharp');\n`,
    };
    const reason = 'must not import sharp: packages have no third-party dependency.';
    const [core, static_, onDemand] = [
      `packages/low/src/one.ts:1: ${reason}`,
      `packages/low/src/node.ts:1: ${reason}`,
      `packages/low/src/node.ts:2: ${reason}`,
    ];
    expect(check(files).sort()).toEqual([static_, onDemand, core]);
    const allowed = { ...table, low: { ...table.low, onDemand: ['sharp'] } };
    expect(check(files, allowed).sort()).toEqual([static_, core]);
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

  it('finds an import that package.json does not list', () => {
    expect(check({ 'packages/high/package.json': manifest('high') })).toContain(
      'packages/high/src/index.ts:1: must not import @regopt/low: package.json does not name it.',
    );
  });
});
