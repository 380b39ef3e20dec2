import { isFloat, type Tensor, ValueError } from '@regopt/tensor';
import { defineBinaryKernel, runBroadcast } from '../../kernels/broadcast.ts';
import { type Operand, operandPair } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { sumTo } from '../reduce/sum-to.ts';
import { equal, greaterEqual } from './compare.ts';
import { log } from './log.ts';
import { mul } from './mul.ts';
import { sub } from './sub.ts';
import { where } from './where.ts';

// As in C and PyTorch, 1^NaN and (-1)^(+-infinity) are 1; JavaScript's ** gives NaN.
const powKernel = /* @__PURE__ */ defineBinaryKernel(
  { builtIn: 'pow' },
  (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b),
  integerPower,
);

/** a^b modulo 2^32. For b < 0 the fraction is rounded towards 0, as in PyTorch. */
function integerPower(a: number, b: number): number {
  if (b < 0) return Math.abs(a) === 1 ? a ** b : 0;
  let power = 1;
  for (let base = a, rest = b; rest > 0; rest >>= 1) {
    if (rest & 1) power = Math.imul(power, base);
    base = Math.imul(base, base);
  }
  return power;
}

/**
 * The power, y = a^b, with broadcasting; 1^NaN and (-1)^(+-infinity) are 1, as in C. dy/da = b a^(b-1), 0
 * where b = 0; dy/db = y ln a, 0 where a = 0 and b >= 0, as in PyTorch. Integers to the power of integers are
 * exact modulo 2^32, or 256 for u8; with tensors of negative exponents they round towards 0.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError or ValueError for operands that
 *   `operandPair` refuses; ValueError for integers to the power of a negative number.
 * @example
 * ```ts
 * import { pow } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * pow(tensor([2, 3]), 2).toArray(); // 4, 9
 * ```
 */
export function pow(a: Operand, b: Operand): Tensor {
  const [x, z] = operandPair('pow', a, b);
  if (typeof b === 'number' && b < 0 && !isFloat(x.dtype))
    throw new ValueError(`pow: ${x.dtype} to the power of ${b} gives fractions. Use cast().`);
  const byBase = (dy: Tensor): Tensor => where(equal(z, 0), 0, mul(dy, mul(z, pow(x, sub(z, 1)))));
  // Replaces the logarithm by `value` where y is constant in b: at a = 0 with b >= 0. With b < 0, its
  // -infinity stays.
  const whereConstant = (value: number, otherwise: Tensor): Tensor =>
    where(greaterEqual(z, 0), where(equal(x, 0), value, otherwise), otherwise);
  const byExponent = (dy: Tensor): Tensor => whereConstant(0, mul(dy, mul(y, log(whereConstant(1, x)))));
  const y: Tensor = record(
    'pow',
    runBroadcast(powKernel, [x, z], x.dtype),
    [x, z],
    [(dy) => sumTo(byBase(dy), x.shape), (dy) => sumTo(byExponent(dy), z.shape)],
  );
  return y;
}
