import type { Tensor } from '@regopt/tensor';
import { defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { erf as erfOf } from '../../kernels/erf.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { exp } from './exp.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { square } from './square.ts';

const twoOverSqrtPi = 1.1283791670955126;

const erfKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'erf' }, (x) => erfOf(x));

/**
 * The error function, y = 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x, element by element: -1 and 1
 * at the infinities. dy/dx = 2/sqrt(pi) e^(-x^2).
 *
 * Source: Abramowitz, Stegun, "Handbook of mathematical functions", 1964, 7.1.1.
 *
 * @throws DTypeError for integers.
 * @example
 * ```ts
 * import { erf } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * erf(tensor([0])).item(); // 0
 * ```
 */
export function erf(x: Tensor): Tensor {
  checkFloat('erf', x);
  const slope = (): Tensor => mul(exp(neg(square(x))), twoOverSqrtPi);
  return record('erf', runElementwise(erfKernel, [x]), [x], [(dy) => mul(dy, slope())]);
}
