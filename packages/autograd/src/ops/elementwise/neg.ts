import type { Tensor } from '@regopt/tensor';
import { defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { record } from '../../tape.ts';

const negKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'neg' }, (x) => -x);

/**
 * The negative, y = -x, element by element. dy/dx = -1. Integers are accepted; a u8 wraps around: -1 is 255.
 *
 * @example
 * ```ts
 * import { neg } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * neg(tensor([1, -2])).toArray(); // -1, 2
 * neg(tensor([1, 2], { dtype: 'u8' })).toArray(); // 255, 254
 * ```
 */
export function neg(x: Tensor): Tensor {
  return record('neg', runElementwise(negKernel, [x]), [x], [(dy) => neg(dy)]);
}
