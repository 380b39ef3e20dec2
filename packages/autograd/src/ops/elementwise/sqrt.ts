import type { Tensor } from '@regopt/tensor';
import { defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { div } from './div.ts';
import { mul } from './mul.ts';

const sqrtKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'sqrt' }, (x) => Math.sqrt(x));

/**
 * The square root, y = x^(1/2), element by element: NaN below 0. dy/dx = 1 / (2 y), infinite at 0.
 *
 * @throws DTypeError for integers.
 * @example
 * ```ts
 * import { sqrt } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * sqrt(tensor([4, 9])).toArray(); // 2, 3
 * ```
 */
export function sqrt(x: Tensor): Tensor {
  checkFloat('sqrt', x);
  const y: Tensor = record('sqrt', runElementwise(sqrtKernel, [x]), [x], [(dy) => div(dy, mul(y, 2))]);
  return y;
}
