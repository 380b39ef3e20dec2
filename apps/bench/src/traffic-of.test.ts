import { describe, expect, it } from 'vitest';
import { trafficOf } from './traffic-of.ts';

const relu = { kind: 'op', op: 'relu', shape: [10, 10] } as const;
const sizes = { tensors: 2, size: 50 } as const;

describe('trafficOf', () => {
  it('counts the reads and writes of an op, 4 bytes per element', () => {
    expect(trafficOf({ ...relu, backward: false })).toBe(4 * 100 * 2);
    expect(trafficOf({ ...relu, backward: true })).toBe(4 * 100 * 5);
  });

  it('counts the reads and writes of an update and a clipping', () => {
    const optimizer = { name: 'adam', learningRate: 0.1 } as const;
    expect(trafficOf({ kind: 'update', ...sizes, optimizer })).toBe(4 * 100 * 7);
    expect(trafficOf({ kind: 'clip', ...sizes })).toBe(4 * 100 * 3);
  });

  it('refuses works that arithmetic bounds', () => {
    expect(() => trafficOf({ kind: 'matmul', m: 1, k: 1, n: 1 })).toThrow(
      'internal: the traffic of matmul is not known.',
    );
  });
});
