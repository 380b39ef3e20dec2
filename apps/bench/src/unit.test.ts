import { describe, expect, it } from 'vitest';
import { inUnit } from './unit.ts';

const product = { kind: 'matmul', m: 10, k: 10, n: 5 } as const;

describe('inUnit', () => {
  it('gives operations a second', () => {
    expect(inUnit('GFLOP/s', 1e-6, product)).toBe(1);
  });

  it('gives times in milliseconds and microseconds', () => {
    expect(inUnit('ms/step', 0.002, product)).toBe(2);
    expect(inUnit('us', 0.002, product)).toBe(2000);
  });

  it('gives the time of one of many ops', () => {
    const work = { kind: 'manyOps', op: 'add', count: 50, recorded: false } as const;
    expect(inUnit('us/op', 1e-4, work)).toBeCloseTo(2, 12);
  });

  it('gives bytes in units of 1024', () => {
    expect(inUnit('KB', 2048, { kind: 'size', bundle: 'optim' })).toBe(2);
  });
});
