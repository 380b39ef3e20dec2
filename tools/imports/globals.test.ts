import { describe, expect, it } from 'vitest';
import { check, table } from './check-small-tree.ts';

describe('the check of globals, arithmetic and casts', () => {
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
      'packages/high/src/index.test.ts:1: ' +
        'must not use Math.random: randomness comes from a seeded generator.',
      'apps/tool/src/main.ts:1: must not use Math.random: randomness comes from a seeded generator.',
    ]);
  });

  it('refuses powers and functions whose last digits depend on the engine, except in listed files', () => {
    const files = {
      'packages/low/src/one.ts':
        'export const one = (x: number) ' +
        '=> [x ** 2, (x **= 3), Math.pow(x, 2), Math.exp(x), 2 ** x, 2n ** 3n];\n',
      'packages/low/src/one.test.ts': `import './one.ts';\n1.5 ** 2; Math.exp(1);\n`,
    };
    const low = 'packages/low/src/one.ts:1: must not use';
    const power =
      'engines differ in its last digits; write products (x * x), as power in ' +
      'packages/schedulers/src/portable-math.ts does for whole exponents; only 2 ** n is exact.';
    const other =
      'engines differ in its last digits; ' +
      'use + - * / and Math.sqrt, or cosTurns and its like of @regopt/tensor.';
    expect(check(files)).toEqual([
      `${low} **: ${power}`,
      `${low} **: ${power}`,
      `${low} Math.pow: ${power}`,
      `${low} Math.exp: ${other}`,
    ]);
    const named = { ...table.low, engineMath: true, powers: ['src/one.ts', 'src/index.ts'] };
    expect(check(files, { ...table, low: named })).toEqual([
      'packages/low/src/index.ts: remove it from "powers" in tools/imports/import-table.ts: it has none.',
    ]);
  });

  it('refuses clocks, except in listed files', () => {
    const files = { 'packages/low/src/one.ts': 'export const one = [performance.now(), Date.now()];\n' };
    const low = { ...table.low, clocks: ['src/one.ts'] };
    expect(check(files, { ...table, low })).toEqual([]);
    expect(check({}, { ...table, low })).toEqual([
      'packages/low/src/one.ts: remove it from "clocks" in tools/imports/import-table.ts: it has none.',
    ]);
  });

  it('refuses unchecked casts outside tests, except in listed files', () => {
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
    const app = { 'apps/tool/src/main.ts': `export const one = 1 as never;\n` };
    expect(check(app)).toEqual([`apps/tool/src/main.ts:1: must not use as never: ${reason}`]);
    expect(check(app, table, { tool: ['src/main.ts'] })).toEqual([]);
    const named = { ...table.low, casts: ['src/one.ts'] };
    expect(check(files, { ...table, low: named })).toEqual([]);
    expect(check({}, { ...table, low: named })).toEqual([
      'packages/low/src/one.ts: remove it from "casts" in tools/imports/import-table.ts: it has none.',
    ]);
  });

  it('does not mistake a property or a comment for a clock', () => {
    expect(
      check({
        'packages/low/src/one.ts': '// Date.now()\nexport const one = { Date: 1, process: 2 }.process;\n',
      }),
    ).toEqual([]);
  });
});
