import type { Tensor } from '@regopt/tensor';
import { defineGradientKernel, defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { record } from '../../tape.ts';

const absKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'abs' }, (x) => Math.abs(x));
const absGradKernel = /* @__PURE__ */ defineGradientKernel({ builtIn: 'absGrad' }, (x, dy) =>
  x > 0 ? dy : x < 0 ? -dy : 0 * dy,
);

/**
 * The absolute value, y = |x|, element by element. dy/dx = sign(x), 0 at 0 as in PyTorch. Integers are
 * accepted; the smallest i32, whose absolute value does not fit, stays as it is.
 *
 * @example
 * ```ts
 * import { abs } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * abs(tensor([2, -3])).toArray(); // 2, 3
 * abs(tensor([2, -3], { dtype: 'i32' })).toArray(); // 2, 3
 * ```
 */
export function abs(x: Tensor): Tensor {
  return record('abs', runElementwise(absKernel, [x]), [x], [(dy) => absGrad(x, dy)]);
}

/** dx = dy sign(x); constant in x except at the kink. */
function absGrad(x: Tensor, dy: Tensor): Tensor {
  return record(
    'absGrad',
    runElementwise(absGradKernel, [x, dy]),
    [x, dy],
    [undefined, (g) => absGrad(x, g)],
  );
}
