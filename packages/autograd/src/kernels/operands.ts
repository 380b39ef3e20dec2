import { DTypeError, isFloat, scalar, type Tensor } from '@regopt/tensor';

/** An operand of a binary op: a tensor, or a number that takes the other operand's dtype. */
export type Operand = Tensor | number;

/**
 * Both operands as tensors of one dtype.
 *
 * @throws DTypeError when the dtypes differ, or both operands are numbers.
 */
export function operandPair(operation: string, a: Operand, b: Operand): [Tensor, Tensor] {
  if (typeof a === 'number') {
    if (typeof b === 'number')
      throw new DTypeError(`${operation}: needs at least one tensor, got two numbers.`);
    return [scalar(a, { dtype: b.dtype }), b];
  }
  if (typeof b === 'number') return [a, scalar(b, { dtype: a.dtype })];
  if (a.dtype !== b.dtype)
    throw new DTypeError(`${operation}: dtypes differ: ${a.dtype} and ${b.dtype}. Use cast().`);
  return [a, b];
}

/** Checks that an op on fractions is given them. */
export function checkFloat(operation: string, x: Tensor): void {
  if (!isFloat(x.dtype)) throw new DTypeError(`${operation}: needs f32 or f64, got ${x.dtype}. Use cast().`);
}
