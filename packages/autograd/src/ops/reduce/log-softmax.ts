import { checkOptions, defineKernel, type Tensor } from '@regopt/tensor';
import { type AxisOptions, axisKinds, runAlongAxis } from '../../kernels/along-axis.ts';
import { exponentials } from '../../kernels/exponentials.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { exp } from '../elementwise/exp.ts';
import { mul } from '../elementwise/mul.ts';
import { neg } from '../elementwise/neg.ts';
import { sub } from '../elementwise/sub.ts';
import { sum } from './sum.ts';

/** `logSoftmax [y, x] outer, n, inner`: y_k = x_k - m - ln sum_j e^(x_j - m), m the max. */
const logSoftmaxKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'logSoftmax' },
  ([y, x], [outer, n, inner]) => {
    for (let o = 0; o < outer!; o++) {
      for (let i = 0; i < inner!; i++) {
        const at = (k: number): number => (o * n! + k) * inner! + i;
        const [largest, rest] = exponentials((k) => x![at(k)]!, n!);
        const shift = Math.log1p(rest);
        for (let k = 0; k < n!; k++) y![at(k)] = x![at(k)]! - largest - shift;
      }
    }
  },
);

/** `logSoftmaxGrad [dx, y, dy] outer, n, inner`: dx_k = dy_k - e^(y_k) sum_j dy_j. */
const logSoftmaxGradKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'logSoftmaxGrad' },
  ([dx, y, dy], [outer, n, inner]) => {
    for (let o = 0; o < outer!; o++) {
      for (let i = 0; i < inner!; i++) {
        const at = (k: number): number => (o * n! + k) * inner! + i;
        let total = 0;
        for (let k = 0; k < n!; k++) total += dy![at(k)]!;
        for (let k = 0; k < n!; k++) {
          const [value, d] = [y![at(k)]!, dy![at(k)]!];
          // For y close to 0 expm1 keeps the digits of e^y - 1, which determines the result.
          dx![at(k)] = value > -0.5 ? d - total - Math.expm1(value) * total : d - Math.exp(value) * total;
        }
      }
    }
  },
);

/**
 * The logarithm of the softmax along an axis, y_k = x_k - ln sum_j e^(x_j), without the loss of digits of
 * log(softmax(x)). dx_k = dy_k - e^(y_k) sum_j dy_j.
 *
 * @throws ShapeError when the axis is outside the tensor; DTypeError for integers.
 * @example
 * ```ts
 * import { logSoftmax } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * logSoftmax(tensor([0, 0])).toArray(); // -0.693..., -0.693...
 * ```
 */
export function logSoftmax(x: Tensor, options: AxisOptions = {}): Tensor {
  checkOptions('logSoftmax', options, axisKinds);
  const { axis = -1 } = options;
  checkFloat('logSoftmax', x);
  const y: Tensor = record(
    'logSoftmax',
    runAlongAxis(logSoftmaxKernel, [x], axis),
    [x],
    [(dy) => logSoftmaxGrad(y, dy, axis)],
  );
  return y;
}

function logSoftmaxGrad(y: Tensor, dy: Tensor, axis: number): Tensor {
  const total = (x: Tensor): Tensor => sum(x, { axis, keepDims: true });
  return record(
    'logSoftmaxGrad',
    runAlongAxis(logSoftmaxGradKernel, [y, dy], axis),
    [y, dy],
    [(g) => neg(mul(mul(g, exp(y)), total(dy))), (g) => sub(g, total(mul(g, exp(y))))],
  );
}
