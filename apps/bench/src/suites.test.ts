import { describe, expect, it } from 'vitest';
import { suites } from './suites.ts';
import { flopsOf } from './unit.ts';

describe('the suites', () => {
  it('have names of their own, and so have the cases of each', () => {
    const names = suites.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, cases } of suites) {
      expect(cases.length, name).toBeGreaterThan(0);
      expect(new Set(cases.map((one) => one.name)).size, name).toBe(cases.length);
    }
  });

  it('count operations only where the work is a product', () => {
    for (const { unit, limit, cases } of suites) {
      if (unit !== 'GFLOP/s' && limit !== 'multiplyAdd') continue;
      for (const { work } of cases) expect(flopsOf(work)).toBeGreaterThan(0);
    }
    expect(flopsOf({ kind: 'matmul', m: 2, k: 3, n: 4 })).toBe(48);
  });
});
