import type { Tensor } from '@regopt/tensor';
import { defineGradientKernel, defineUnaryKernel, runElementwise } from '../../kernels/elementwise.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { add } from './add.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { sigmoid } from './sigmoid.ts';
import { sub } from './sub.ts';

const siluKernel = /* @__PURE__ */ defineUnaryKernel({ builtIn: 'silu' }, (x) => x / (1 + Math.exp(-x)));
const siluGradKernel = /* @__PURE__ */ defineGradientKernel({ builtIn: 'siluGrad' }, (x, dy) => {
  const s = 1 / (1 + Math.exp(-x));
  return dy * s * (1 + x / (1 + Math.exp(x)));
});

/**
 * The sigmoid-weighted linear unit, y = x s(x) with s the logistic function. dy/dx = s (1 + x (1 - s)).
 *
 * Source: Elfwing, Uchibe, Doya, "Sigmoid-weighted linear units", Neural Networks 2018; also called swish.
 *
 * @throws DTypeError for integers.
 * @example
 * ```ts
 * import { silu } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * silu(tensor([0])).item(); // 0
 * ```
 */
export function silu(x: Tensor): Tensor {
  checkFloat('silu', x);
  return record('silu', runElementwise(siluKernel, [x]), [x], [(dy) => siluGrad(x, dy)]);
}

/** dx = dy s (1 + x (1 - s)); its derivative with respect to x is dy s (1 - s) (2 + x (1 - 2 s)). */
function siluGrad(x: Tensor, dy: Tensor): Tensor {
  const byX = (g: Tensor): Tensor => {
    const s = sigmoid(x);
    return mul(mul(mul(g, dy), mul(s, sigmoid(neg(x)))), add(2, mul(x, sub(1, mul(s, 2)))));
  };
  return record('siluGrad', runElementwise(siluGradKernel, [x, dy]), [x, dy], [byX, (g) => siluGrad(x, g)]);
}
