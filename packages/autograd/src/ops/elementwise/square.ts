import { checkTensor, isFloat, type Tensor } from '@regopt/tensor';
import { defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { record } from '../../tape.ts';
import { mul } from './mul.ts';

const squareKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'square' }, (x) => x * x);

/**
 * The square, y = x^2, element by element. dy/dx = 2 x. Integers are accepted; a square that does not fit
 * wraps around: exact modulo 2^32, or 256 for u8.
 *
 * @example
 * ```ts
 * import { square } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * square(tensor([2, -3])).toArray(); // 4, 9
 * square(tensor([3, 20], { dtype: 'u8' })).toArray(); // 9, 144
 * ```
 */
export function square(x: Tensor): Tensor {
  checkTensor('square', x);
  if (!isFloat(x.dtype)) return mul(x, x);
  return record('square', runElementwise(squareKernel, [x]), [x], [(dy) => mul(dy, mul(x, 2))]);
}
