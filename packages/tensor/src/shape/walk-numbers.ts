import type { Shape } from './shape.ts';
import { squeezeDims } from './squeeze-dims.ts';

/**
 * The numbers of a strided kernel: rank, shape and the strides of each operand, with as few axes as possible.
 * The rank is at least 1. {@link readWalk} reads them.
 *
 * @param strides of each operand, one number per axis of the shape
 * @example
 * ```ts
 * import { walkNumbers } from '@regopt/tensor';
 * walkNumbers([2, 3], [[3, 1]]); // [1, 6, 1]
 * walkNumbers([2, 3], [[3, 1], [1, 2]]); // [2, 2, 3, 3, 1, 1, 2]
 * ```
 */
export function walkNumbers(shape: Shape, strides: readonly (readonly number[])[]): number[] {
  const [dims, operands] = squeezeDims(shape, strides);
  const numbers = [dims.length, ...dims];
  for (const each of operands) for (const stride of each) numbers.push(stride);
  return numbers;
}

/**
 * The shape and the strides of each operand in the numbers that {@link walkNumbers} made. A kernel with a
 * fixed number of operands names them: `readWalk<[out: number[], x: number[]]>(numbers)`.
 *
 * @example
 * ```ts
 * import { readWalk } from '@regopt/tensor';
 * readWalk([2, 2, 3, 3, 1, 1, 2]); // [[2, 3], [3, 1], [1, 2]]
 * ```
 */
export function readWalk<Strides extends number[][] = number[][]>(
  numbers: readonly number[],
): [shape: number[], ...strides: Strides] {
  const rank = numbers[0]!;
  const read = (at: number) => numbers.slice(1 + at * rank, 1 + (at + 1) * rank);
  const lists: number[][] = [];
  for (let i = 1; 1 + i * rank < numbers.length; i++) lists.push(read(i));
  return [read(0), ...(lists as Strides)];
}
