import type { Tensor } from '@regopt/tensor';
import { defineGradientKernel, defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { record } from '../../tape.ts';

const reluKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'relu' }, (x) => Math.max(x, 0));
const reluGradKernel = /* @__PURE__ */ defineGradientKernel({ builtIn: 'reluGrad' }, (x, dy) =>
  x <= 0 ? 0 : dy,
);

/**
 * The rectifier, y = max(x, 0), element by element; NaN for NaN. dy/dx = 0 where x <= 0, else 1, as in
 * PyTorch, also for NaN.
 *
 * Source: Nair, Hinton, "Rectified linear units improve restricted Boltzmann machines", ICML 2010.
 *
 * @example
 * ```ts
 * import { relu } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * relu(tensor([2, -3])).toArray(); // 2, 0
 * ```
 */
export function relu(x: Tensor): Tensor {
  // The gradient reads y, which is positive exactly where x is, so that x may be freed before the backward
  // pass.
  const y: Tensor = record('relu', runElementwise(reluKernel, [x]), [x], [(dy) => reluGrad(y, dy)]);
  return y;
}

/** dx = 0 where x <= 0, else dy; constant in x except at the kink. */
function reluGrad(x: Tensor, dy: Tensor): Tensor {
  return record(
    'reluGrad',
    runElementwise(reluGradKernel, [x, dy]),
    [x, dy],
    [undefined, (g) => reluGrad(x, g)],
  );
}
