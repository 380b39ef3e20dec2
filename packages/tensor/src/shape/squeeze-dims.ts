import type { Shape } from './shape.ts';

/**
 * The same traversal of memory with as few axes as possible: axes of length 1 are dropped, and neighbouring
 * axes are merged if every operand has a constant stride across both. At least one axis is left, so that
 * kernels need no special case.
 *
 * @example
 * ```ts
 * import { squeezeDims } from '@regopt/tensor';
 * squeezeDims([2, 1, 3], [[3, 3, 1], [0, 0, 1]]); // [[2, 3], [[3, 1], [0, 1]]]
 * ```
 */
export function squeezeDims(
  shape: Shape,
  operands: readonly (readonly number[])[],
): [shape: number[], operands: number[][]] {
  const outShape: number[] = [];
  const outStrides: number[][] = operands.map(() => []);
  for (let axis = 0; axis < shape.length; axis++) {
    const length = shape[axis]!;
    if (length === 1) continue;
    const last = outShape.length - 1;
    const joins =
      last >= 0 && operands.every((strides, i) => outStrides[i]![last] === strides[axis]! * length);
    if (joins) {
      outShape[last]! *= length;
      for (let i = 0; i < operands.length; i++) outStrides[i]![last] = operands[i]![axis]!;
    } else {
      outShape.push(length);
      for (let i = 0; i < operands.length; i++) outStrides[i]!.push(operands[i]![axis]!);
    }
  }
  if (outShape.length === 0) {
    outShape.push(1);
    for (const strides of outStrides) strides.push(1);
  }
  return [outShape, outStrides];
}
