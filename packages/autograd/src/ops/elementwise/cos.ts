import type { Tensor } from '@regopt/tensor';
import { defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { sin } from './sin.ts';

const cosKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'cos' }, (x) => Math.cos(x));

/**
 * The cosine, y = cos x, x in radians, element by element: NaN at the infinities. dy/dx = -sin x.
 *
 * @throws DTypeError for integers.
 * @example
 * ```ts
 * import { cos } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * cos(tensor([0])).item(); // 1
 * ```
 */
export function cos(x: Tensor): Tensor {
  checkFloat('cos', x);
  return record('cos', runElementwise(cosKernel, [x]), [x], [(dy) => mul(dy, neg(sin(x)))]);
}
