import { checkOptions, defineKernel, type Tensor } from '@regopt/tensor';
import { type AxisOptions, axisKinds, runAlongAxis } from '../../kernels/along-axis.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { mul } from '../elementwise/mul.ts';
import { sub } from '../elementwise/sub.ts';
import { sum } from './sum.ts';

/** `softmax [y, x] outer, n, inner`: y_k = e^(x_k - m) / sum_j e^(x_j - m), m the max. */
const softmaxKernel = /* @__PURE__ */ defineKernel({ builtIn: 'softmax' }, ([y, x], [outer, n, inner]) => {
  for (let o = 0; o < outer!; o++) {
    for (let i = 0; i < inner!; i++) {
      const at = (k: number): number => (o * n! + k) * inner! + i;
      let largest = -Infinity;
      for (let k = 0; k < n!; k++) largest = Math.max(largest, x![at(k)]!);
      let total = 0;
      for (let k = 0; k < n!; k++) total += Math.exp(x![at(k)]! - largest);
      for (let k = 0; k < n!; k++) y![at(k)] = Math.exp(x![at(k)]! - largest) / total;
    }
  }
});

/** `softmaxGrad [dx, y, dy] outer, n, inner`: dx_k = y_k (dy_k - sum_j dy_j y_j). */
const softmaxGradKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'softmaxGrad' },
  ([dx, y, dy], [outer, n, inner]) => {
    for (let o = 0; o < outer!; o++) {
      for (let i = 0; i < inner!; i++) {
        const at = (k: number): number => (o * n! + k) * inner! + i;
        let dot = 0;
        for (let k = 0; k < n!; k++) dot += dy![at(k)]! * y![at(k)]!;
        for (let k = 0; k < n!; k++) dx![at(k)] = y![at(k)]! * (dy![at(k)]! - dot);
      }
    }
  },
);

/**
 * The softmax along an axis, y_k = e^(x_k) / sum_j e^(x_j), shifted by the max so that it never overflows.
 * dx_k = y_k (dy_k - sum_j dy_j y_j).
 *
 * @throws ShapeError when the axis is outside the tensor; DTypeError for integers.
 * @example
 * ```ts
 * import { softmax } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * softmax(tensor([0, 0])).toArray(); // 0.5, 0.5
 * ```
 */
export function softmax(x: Tensor, options: AxisOptions = {}): Tensor {
  checkOptions('softmax', options, axisKinds);
  const { axis = -1 } = options;
  checkFloat('softmax', x);
  const y: Tensor = record(
    'softmax',
    runAlongAxis(softmaxKernel, [x], axis),
    [x],
    [(dy) => softmaxGrad(y, dy, axis)],
  );
  return y;
}

function softmaxGrad(y: Tensor, dy: Tensor, axis: number): Tensor {
  const total = (x: Tensor): Tensor => sum(x, { axis, keepDims: true });
  const byY = (g: Tensor): Tensor => sub(mul(g, sub(dy, total(mul(dy, y)))), mul(dy, total(mul(g, y))));
  return record(
    'softmaxGrad',
    runAlongAxis(softmaxGradKernel, [y, dy], axis),
    [y, dy],
    [byY, (g) => softmaxGrad(y, g, axis)],
  );
}
