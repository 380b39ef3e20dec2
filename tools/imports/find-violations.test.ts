import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { check, manifest, table } from './check-small-tree.ts';
import { findViolations } from './find-violations.ts';
import { appCasts, importTable } from './import-table.ts';
import { readTree } from './read-tree.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the import table', () => {
  it('holds for every package and app of this repository', () => {
    expect(findViolations(readTree(root), importTable, appCasts)).toEqual([]);
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
      'packages/other/package.json: peerDependencies @regopt/high, vitest: make them dependencies; ' +
        'a peer whose range a new version leaves stops every update.',
    ]);
  });
});
