import { ones, tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { binaryCases, describeOp, edgePairs } from '../../testing/index.ts';
import { maximum } from './maximum.ts';

describeOp('maximum', {
  op: ([a, b]) => maximum(a!, b!),
  cases: binaryCases(),
  always: edgePairs,
  // Odd and even multiples of 1/1024: the operands are never equal, where the derivative jumps.
  domain: [grid(0), grid(1)],
  errors: [
    [
      'refuses shapes that do not broadcast',
      () => maximum(ones([2, 3]), ones([2])),
      'maximum: shapes do not broadcast: [2,3] and [2].',
    ],
  ],
});

it('maximum is NaN if either operand is', () => {
  expect([...maximum(tensor([NaN, 1]), tensor([1, NaN])).toArray()]).toEqual([NaN, NaN]);
});

function grid(odd: number): { make: (uniform: Float64Array) => Float64Array } {
  return { make: (uniform) => uniform.map((u) => (2 * Math.round((u - 0.5) * 1024) + odd) / 1024) };
}
