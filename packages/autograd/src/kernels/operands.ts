import { cast, type DType, DTypeError, fullLike, isFloat, type Tensor, ValueError } from '@regopt/tensor';
import { record } from '../tape.ts';

/** An operand of a binary op: a tensor, or a number, which takes the tensor's dtype where that holds it. */
export type Operand = Tensor | number;

/**
 * Both operands as tensors of one dtype, PyTorch's: an integer tensor beside floats takes theirs, u8 beside i32 is i32, and
 * integers beside a fraction, NaN or infinity are f32. Of an f32 and an f64 tensor one must be a scalar: it takes the other's
 * dtype, and two scalars are f64.
 *
 * @param operation who asks, for the error
 * @throws DTypeError for f32 beside f64 with axes both, or for two numbers; ValueError for a whole number that an integer
 *   tensor's dtype does not hold.
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
export function operandPair(operation: string, a: Operand, b: Operand): [Tensor, Tensor] {
  if (typeof a === 'number') {
    const [x, z] = besideNumber(operation, b, a);
    return [z, x];
  }
  if (typeof b === 'number') return besideNumber(operation, a, b);
  if (a.dtype === b.dtype) return [a, b];
  const dtype = commonDType(operation, a, b);
  return [converted(a, dtype), converted(b, dtype)];
}

function besideNumber(operation: string, x: Operand, value: number): [Tensor, Tensor] {
  if (typeof x === 'number')
    throw new DTypeError(`${operation}: needs at least one tensor, got two numbers.`);
  if (!isFloat(x.dtype)) {
    if (!Number.isInteger(value)) x = cast(x, 'f32');
    else checkHolds(operation, x, value);
  }
  return [x, fullLike(x, value, [])];
}

const order: readonly DType[] = ['u8', 'i32', 'f32', 'f64'];

function commonDType(operation: string, a: Tensor, b: Tensor): DType {
  const [low, high] = order.indexOf(a.dtype) < order.indexOf(b.dtype) ? [a, b] : [b, a];
  if (low.dtype !== 'f32' || low.rank === 0) return high.dtype;
  if (high.rank === 0) return 'f32';
  throw new DTypeError(`${operation}: dtypes differ: ${a.dtype} and ${b.dtype}. Use cast().`);
}

/** x as another dtype; its gradient is converted back. */
function converted(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x;
  return record('cast', cast(x, dtype), [x], [(dy) => converted(dy, x.dtype)]);
}

/**
 * Operands of true division: integers beside integers or a number are f32, as in PyTorch; else {@link operandPair}.
 *
 * @throws as {@link operandPair}.
 */
export function floatPair(operation: string, a: Operand, b: Operand): [Tensor, Tensor] {
  return isExact(a) && isExact(b) ? operandPair(operation, inF32(a), inF32(b)) : operandPair(operation, a, b);
}

const isExact = (x: Operand): boolean => typeof x === 'number' || !isFloat(x.dtype);
const inF32 = (x: Operand): Operand => (typeof x === 'number' ? x : cast(x, 'f32'));

/** Operands of a comparison, whose loop is exact between any two dtypes: no tensor is converted. */
export function exactPair(operation: string, a: Operand, b: Operand): [Tensor, Tensor] {
  if (typeof a !== 'number') return [a, typeof b === 'number' ? limitBeside(a, b) : b];
  return typeof b === 'number' ? operandPair(operation, a, b) : [limitBeside(b, a), b];
}

const limitBeside = (x: Tensor, value: number): Tensor =>
  fullLike(x, value, [], isFloat(x.dtype) ? x.dtype : 'f64');

/** Checks that a number is one of x's dtype: whole and in range for integers. */
export function checkHolds(operation: string, { dtype }: Tensor, value: number): void {
  if (isFloat(dtype) || value === (dtype === 'u8' ? value & 255 : value | 0)) return;
  const range = dtype === 'u8' ? '0..255' : '-2147483648..2147483647';
  throw new ValueError(`${operation}: ${value} is no ${dtype}, a whole number in ${range}.`);
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
