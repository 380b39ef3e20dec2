import type { Tensor } from '@regopt/tensor';
import { defineGradientKernel, defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { mul } from './mul.ts';
import { sub } from './sub.ts';

const sigmoidKernel = /* @__PURE__ */ defineUnaryKernel(
  { builtIn: 'sigmoid' },
  (x) => 1 / (1 + Math.exp(-x)),
);
const sigmoidGradKernel = /* @__PURE__ */ defineGradientKernel(
  { builtIn: 'sigmoidGrad' },
  (y, dy) => dy * y * (1 - y),
);

/**
 * The logistic function, y = 1 / (1 + e^-x), element by element. dy/dx = y (1 - y).
 *
 * @throws DTypeError for integers.
 * @example
 * ```ts
 * import { sigmoid } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * sigmoid(tensor([0])).item(); // 0.5
 * ```
 */
export function sigmoid(x: Tensor): Tensor {
  checkFloat('sigmoid', x);
  const y: Tensor = record('sigmoid', runElementwise(sigmoidKernel, [x]), [x], [(dy) => sigmoidGrad(y, dy)]);
  return y;
}

/** dx = dy y (1 - y), from the output y of sigmoid. */
function sigmoidGrad(y: Tensor, dy: Tensor): Tensor {
  const dx = runElementwise(sigmoidGradKernel, [y, dy]);
  return record(
    'sigmoidGrad',
    dx,
    [y, dy],
    [(g) => mul(mul(g, dy), sub(1, mul(y, 2))), (g) => sigmoidGrad(y, g)],
  );
}
