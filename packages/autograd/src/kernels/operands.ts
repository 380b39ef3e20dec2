import { DTypeError, fullLike, isFloat, type Tensor } from '@regopt/tensor';

/** An operand of a binary op: a tensor, or a number that takes the other operand's dtype. */
export type Operand = Tensor | number;

/**
 * Both operands as tensors of one dtype.
 *
 * @param operation who asks, for the error
 * @throws DTypeError when the dtypes differ, or both operands are numbers.
 * @example
 * ```ts
 * import { operandPair } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const [, b] = operandPair('add', tensor([1, 2], { dtype: 'f64' }), 3);
 * b.dtype; // 'f64'
 * b.item(); // 3
 * ```
 */
export function operandPair(operation: string, a: Operand, b: Operand): [Tensor, Tensor] {
  if (typeof a === 'number') {
    if (typeof b === 'number')
      throw new DTypeError(`${operation}: needs at least one tensor, got two numbers.`);
    return [fullLike(b, a, []), b];
  }
  if (typeof b === 'number') return [a, fullLike(a, b, [])];
  if (a.dtype !== b.dtype)
    throw new DTypeError(`${operation}: dtypes differ: ${a.dtype} and ${b.dtype}. Use cast().`);
  return [a, b];
}

/**
 * Checks that an op on fractions is given them.
 *
 * @param operation who asks, for the error
 * @throws DTypeError for integers.
 * @example
 * ```ts
 * import { checkFloat } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * checkFloat('exp', tensor([1.5])); // passes; integers would be an error that names exp
 * ```
 */
export function checkFloat(operation: string, x: Tensor): void {
  if (!isFloat(x.dtype)) throw new DTypeError(`${operation}: needs f32 or f64, got ${x.dtype}. Use cast().`);
}
