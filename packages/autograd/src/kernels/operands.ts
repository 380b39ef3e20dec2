import {
  checkNumber,
  checkTensor,
  copyInto,
  type DType,
  DTypeError,
  emptyLike,
  fullLike,
  isFloat,
  type Tensor,
} from '@regopt/tensor';
import { record } from '../tape.ts';

/**
 * An operand of a binary op: a tensor, or a number, which is converted to the tensor's dtype if that can
 * represent it.
 */
export type Operand = Tensor | number;

/**
 * Both operands as tensors of one dtype, by PyTorch's promotion: integers and floats give that float dtype,
 * u8 and i32 give i32, integers and a fraction, NaN or infinity give f32, f32 and f64 give f64; but a scalar
 * is converted to the dtype of a float tensor with axes.
 *
 * @param operation the name of the calling function, for the error
 * @param exact for a loop that is exact between any dtypes, such as a comparison: tensors are not converted,
 *   and a number combined with integers is f64
 * @throws DTypeError for two numbers; ValueError for a whole number that an integer tensor's dtype cannot
 *   represent.
 * @example
 * ```ts
 * import { operandPair } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const [, b] = operandPair('add', tensor([1, 2], { dtype: 'f64' }), 3);
 * b.dtype; // 'f64'
 * b.item(); // 3
 * const [integers] = operandPair('mul', tensor([4, 6], { dtype: 'i32' }), 0.5);
 * integers.dtype; // 'f32'
 * ```
 */
export function operandPair(operation: string, a: Operand, b: Operand, exact = false): [Tensor, Tensor] {
  if (typeof a === 'number') {
    const [x, z] = besideNumber(operation, b, a, exact);
    return [z, x];
  }
  if (typeof b === 'number') return besideNumber(operation, a, b, exact);
  if (a?.dtype !== undefined && a.dtype === b?.dtype) return [a, b];
  checkTensor(operation, a, 'a');
  checkTensor(operation, b, 'b');
  if (exact) return [a, b];
  const dtype = commonDType(a, b);
  return [converted(a, dtype), converted(b, dtype)];
}

function besideNumber(operation: string, x: Operand, value: number, exact: boolean): [Tensor, Tensor] {
  if (typeof x === 'number')
    throw new DTypeError(`${operation}: needs at least one tensor, got two numbers.`);
  checkTensor(operation, x);
  if (!isFloat(x.dtype)) {
    if (exact) return [x, fullLike(x, value, [], 'f64')];
    if (!Number.isInteger(value)) x = converted(x, 'f32');
    else checkNumber(operation, value, x.dtype);
  }
  return [x, fullLike(x, value, [])];
}

function commonDType(a: Tensor, b: Tensor): DType {
  if (!isFloat(a.dtype)) return isFloat(b.dtype) ? b.dtype : 'i32';
  if (!isFloat(b.dtype)) return a.dtype;
  if (a.rank > 0 === b.rank > 0) return 'f64';
  return a.rank > 0 ? a.dtype : b.dtype;
}

/** x as another dtype; its gradient is converted back. */
export function converted(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x;
  const y = emptyLike(x, x.shape, dtype);
  copyInto(y, x);
  return record('cast', y, [x], [(dy) => converted(dy, x.dtype)]);
}

/**
 * Checks that a tensor is a float.
 *
 * @param operation the name of the calling function, for the error
 * @throws DTypeError for integers.
 * @example
 * ```ts
 * import { checkFloat } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * checkFloat('exp', tensor([1.5])); // passes; integers would be an error that names exp
 * ```
 */
export function checkFloat(operation: string, x: Tensor): void {
  if (isFloat(x?.dtype)) return;
  checkTensor(operation, x);
  throw new DTypeError(`${operation}: needs f32 or f64, got ${x.dtype}. Use cast().`);
}
