import { ones, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { abs } from '../ops/elementwise/abs.ts';
import { neg } from '../ops/elementwise/neg.ts';
import { square } from '../ops/elementwise/square.ts';
import { defineGradientKernel, runElementwise } from './elementwise.ts';

describe('runElementwise', () => {
  it('refuses tensors of different shapes, which need broadcasting', () => {
    const kernel = defineGradientKernel('cubeGrad', (x, dy) => 3 * x * x * dy);
    expect(() => runElementwise(kernel, [ones([2, 3]), ones([3])])).toThrow(
      'cubeGrad: shapes differ: [2,3] and [3].',
    );
  });

  it('keeps integers integers, which wrap around', () => {
    const bytes = tensor([1, 20], { dtype: 'u8' });
    expect([neg(bytes), square(bytes), abs(bytes)].map((y) => [y.dtype, y.toNested()])).toEqual([
      ['u8', [255, 236]],
      ['u8', [1, 144]],
      ['u8', [1, 20]],
    ]);
    const smallest = -(2 ** 31);
    expect(abs(tensor([-3, smallest], { dtype: 'i32' })).toNested()).toEqual([3, smallest]);
  });
});
