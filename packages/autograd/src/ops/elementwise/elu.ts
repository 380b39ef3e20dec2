import { checkOptions, type OptionKinds, type Tensor } from '@regopt/tensor';
import { checkFinite } from '../../check.ts';
import { defineGradientKernel, defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { less } from './compare.ts';
import { mul } from './mul.ts';

const eluKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'elu' }, (x, alpha) =>
  x < 0 ? alpha * Math.expm1(x) : x,
);
const eluGradKernel = /* @__PURE__ */ defineGradientKernel({ builtIn: 'eluGrad' }, (x, dy, alpha) =>
  x <= 0 ? dy * (alpha * Math.exp(x)) : dy,
);

export interface EluOptions {
  /** The value at -infinity is -alpha. Default 1. */
  readonly alpha?: number | undefined;
}

const kinds: OptionKinds<EluOptions> = { alpha: 'number' };

/**
 * The exponential linear unit, y = x where x > 0, else alpha (e^x - 1), without cancellation near 0; NaN for
 * NaN. dy/dx = alpha e^x where x <= 0, else 1, as in PyTorch, also for NaN.
 *
 * Source: Clevert, Unterthiner, Hochreiter, "Fast and accurate deep network learning by exponential linear
 * units (ELUs)", ICLR 2016.
 *
 * @throws DTypeError for integers; ValueError when alpha is not finite in the dtype of x.
 * @example
 * ```ts
 * import { elu } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * elu(tensor([2, -1000]), { alpha: 0.5 }).toArray(); // 2, -0.5
 * ```
 */
export function elu(x: Tensor, options: EluOptions = {}): Tensor {
  checkOptions('elu', options, kinds);
  const { alpha = 1 } = options;
  checkFloat('elu', x);
  checkFinite('elu', 'alpha', alpha, x.dtype);
  return record('elu', runElementwise(eluKernel, [x], [alpha]), [x], [(dy) => eluGrad(x, dy, alpha)]);
}

/**
 * dx = dy where x > 0, else dy alpha e^x. Its derivative with respect to x is dy alpha e^x where x < 0, else
 * 0 dy, as in PyTorch: not that of dx at 0, and NaN where dy is not finite.
 */
function eluGrad(x: Tensor, dy: Tensor, alpha: number): Tensor {
  const dx = runElementwise(eluGradKernel, [x, dy], [alpha]);
  const byX = (g: Tensor): Tensor => mul(eluGrad(x, mul(g, dy), alpha), less(x, 0));
  return record('eluGrad', dx, [x, dy], [byX, (g) => eluGrad(x, g, alpha)]);
}
