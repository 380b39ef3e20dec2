import type { Tensor } from '@regopt/tensor';
import { defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { mul } from './mul.ts';

const expKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'exp' }, (x) => Math.exp(x));

/**
 * The exponential, y = e^x, element by element. dy/dx = y.
 *
 * @throws DTypeError for integers.
 * @example
 * ```ts
 * import { exp } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * exp(tensor([0])).item(); // 1
 * ```
 */
export function exp(x: Tensor): Tensor {
  checkFloat('exp', x);
  const y: Tensor = record('exp', runElementwise(expKernel, [x]), [x], [(dy) => mul(dy, y)]);
  return y;
}
