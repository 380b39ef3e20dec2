import type { Tensor } from '@regopt/tensor';
import { defineGradientKernel, defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { mul } from './mul.ts';

const tanhKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'tanh' }, (x) => Math.tanh(x));
const tanhGradKernel = /* @__PURE__ */ defineGradientKernel(
  { builtIn: 'tanhGrad' },
  (y, dy) => dy * (1 - y * y),
);

/**
 * The hyperbolic tangent, y = (e^x - e^-x) / (e^x + e^-x), element by element. dy/dx = 1 - y^2.
 *
 * @throws DTypeError for integers.
 * @example
 * ```ts
 * import { tanh } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * tanh(tensor([0])).item(); // 0
 * ```
 */
export function tanh(x: Tensor): Tensor {
  checkFloat('tanh', x);
  const y: Tensor = record('tanh', runElementwise(tanhKernel, [x]), [x], [(dy) => tanhGrad(y, dy)]);
  return y;
}

/** dx = dy (1 - y^2), from the output y of tanh. */
function tanhGrad(y: Tensor, dy: Tensor): Tensor {
  const dx = runElementwise(tanhGradKernel, [y, dy]);
  return record('tanhGrad', dx, [y, dy], [(g) => mul(mul(g, dy), mul(y, -2)), (g) => tanhGrad(y, g)]);
}
