import type { Tensor } from '@regopt/tensor';
import { defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { div } from './div.ts';

const logKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'log' }, (x) => Math.log(x));

/**
 * The natural logarithm, y = ln x, element by element: -Infinity at 0, NaN below. dy/dx = 1 / x.
 *
 * @throws DTypeError for integers.
 * @example
 * ```ts
 * import { log } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * log(tensor([1])).item(); // 0
 * ```
 */
export function log(x: Tensor): Tensor {
  checkFloat('log', x);
  return record('log', runElementwise(logKernel, [x]), [x], [(dy) => div(dy, x)]);
}
