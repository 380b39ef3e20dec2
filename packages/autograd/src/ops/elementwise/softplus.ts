import type { Tensor } from '@regopt/tensor';
import { defineGradientKernel, defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { sigmoid } from './sigmoid.ts';

const softplusKernel = /* @__PURE__ */ defineUnaryKernel(
  { builtIn: 'softplus' },
  (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
);
const softplusGradKernel = /* @__PURE__ */ defineGradientKernel(
  { builtIn: 'softplusGrad' },
  (x, dy) => dy / (1 + Math.exp(-x)),
);

/**
 * The smooth rectifier, y = ln(1 + e^x), computed as max(x, 0) + ln(1 + e^-|x|) so that it never overflows.
 * dy/dx is the logistic function of x. (PyTorch switches to y = x above 20, where the two differ by less than
 * 3e-9.)
 *
 * @throws DTypeError for integers.
 * @example
 * ```ts
 * import { softplus } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * softplus(tensor([1000])).item(); // 1000
 * ```
 */
export function softplus(x: Tensor): Tensor {
  checkFloat('softplus', x);
  return record('softplus', runElementwise(softplusKernel, [x]), [x], [(dy) => softplusGrad(x, dy)]);
}

/** dx = dy s(x); its derivative with respect to x is dy s (1 - s). */
function softplusGrad(x: Tensor, dy: Tensor): Tensor {
  const byX = (g: Tensor): Tensor => mul(mul(g, dy), mul(sigmoid(x), sigmoid(neg(x))));
  return record(
    'softplusGrad',
    runElementwise(softplusGradKernel, [x, dy]),
    [x, dy],
    [byX, (g) => softplusGrad(x, g)],
  );
}
