import type { Tensor } from '@regopt/tensor';
import { defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { cos } from './cos.ts';
import { mul } from './mul.ts';

const sinKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'sin' }, (x) => Math.sin(x));

/**
 * The sine, y = sin x, x in radians, element by element: NaN at the infinities. dy/dx = cos x.
 *
 * @throws DTypeError for integers.
 * @example
 * ```ts
 * import { sin } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * sin(tensor([0])).item(); // 0
 * ```
 */
export function sin(x: Tensor): Tensor {
  checkFloat('sin', x);
  return record('sin', runElementwise(sinKernel, [x]), [x], [(dy) => mul(dy, cos(x))]);
}
