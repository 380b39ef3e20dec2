import type { Tensor } from '@regopt/tensor';
import { defineBinaryKernel, runBroadcast } from '../kernels/broadcast.ts';
import { checkFloat, type Operand, operandPair } from '../kernels/operands.ts';
import { record } from '../tape.ts';
import { equal, greaterEqual } from './compare.ts';
import { log } from './log.ts';
import { mul } from './mul.ts';
import { sub } from './sub.ts';
import { sumTo } from './sum-to.ts';
import { where } from './where.ts';

// 1^b is 1 even for b = NaN, and (-1)^b for an infinite b, as in C and PyTorch; JavaScript's ** gives NaN.
const powKernel = /* @__PURE__ */ defineBinaryKernel('pow', (a, b) =>
  a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b,
);

/**
 * The power, y = a^b, with broadcasting; 1^NaN and (-1)^(+-infinity) are 1, as in C. dy/da = b a^(b-1), 0 where b = 0;
 * dy/db = y ln a, 0 where a = 0 and b >= 0, as in PyTorch.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the dtypes differ or are integers.
 * @example
 * ```ts
 * import { pow } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * pow(tensor([2, 3]), 2).toArray(); // 4, 9
 * ```
 */
export function pow(a: Operand, b: Operand): Tensor {
  const [x, z] = operandPair('pow', a, b);
  checkFloat('pow', x);
  const byBase = (dy: Tensor): Tensor => where(equal(z, 0), 0, mul(dy, mul(z, pow(x, sub(z, 1)))));
  // A number where y is constant in b: at a = 0 with b >= 0. With b < 0 the logarithm's -infinity stands.
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
