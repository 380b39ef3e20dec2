import * as ops from '@regopt/autograd';
import { type Shape, type Tensor, tensor, viewPermute, viewSlice, viewTranspose } from '@regopt/tensor';
import { lengths } from './lengths.ts';
import { randomTensor } from './random-tensor.ts';
import { specialValues } from './special-values.ts';

/** Pairs of shapes for each inner loop: the same shape, a scalar, rows, columns, inner broadcasts. */
const shapes: readonly (readonly [Shape, Shape])[] = [
  ...lengths.flatMap((n) => [[[n], [n]] as const, [[n], [1]] as const, [[1], [n]] as const]),
  ...(
    [
      [3, 5],
      [4, 16],
      [70, 33],
      [2, 1],
      [5, 0],
    ] as const
  ).flatMap(([m, n]) => [
    [[m, n], [n]] as const,
    [
      [m, n],
      [m, 1],
    ] as const,
    [
      [m, 1],
      [1, n],
    ] as const,
  ]),
  [
    [2, 3, 4, 5],
    [3, 1, 5],
  ],
  [
    [2, 1, 3, 1, 6],
    [4, 1, 5, 1],
  ],
];

/**
 * Calls an op of two operands on every pair of broadcast shapes, on views, and on each pair of special
 * values.
 *
 * @param draw makes an operand of a shape; the left one's seed is odd
 */
export function forOperands(op: (a: Tensor, b: Tensor) => Tensor, draw = randomTensor): void {
  for (const [a, b] of shapes) op(draw(a, 1), draw(b, 2));
  const special = () => tensor([...specialValues]);
  op(ops.reshape(special(), [specialValues.length, 1]), special());
  // Operands that are views: no inner stride of 0 or 1.
  const x = draw([7, 9], 5);
  op(viewTranspose(x), draw([9, 7], 6));
  op(viewSlice(x, 1, 1, 8, 3), viewSlice(x, 1, 0, 7, 3));
  op(viewPermute(draw([3, 4, 5], 7), [2, 0, 1]), draw([5, 3, 4], 8));
}
