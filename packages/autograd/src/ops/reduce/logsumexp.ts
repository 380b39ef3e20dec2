import { checkOptions, defineKernel, sizeOf, type Tensor } from '@regopt/tensor';
import { exponentials } from '../../kernels/exponentials.ts';
import { checkFloat } from '../../kernels/operands.ts';
import {
  dropAxes,
  neighbouring,
  type ReduceOptions,
  reducedAxes,
  reduceKinds,
  runReduce,
} from '../../kernels/reduce.ts';
import { record } from '../../tape.ts';
import { mul } from '../elementwise/mul.ts';
import { permute } from '../shape/permute.ts';
import { reshape } from '../shape/reshape.ts';
import { softmax } from './softmax.ts';

/**
 * `logSumExp [out, x] outer, n, inner`: out = m + ln sum_k e^(x_k - m), m the max; -Infinity for no elements.
 */
const logSumExpKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'logSumExp' },
  ([out, x], [outer, n, inner]) => {
    for (let o = 0; o < outer!; o++) {
      for (let i = 0; i < inner!; i++) {
        const [largest, rest] = exponentials((k) => x![(o * n! + k) * inner! + i]!, n!);
        out![o * inner! + i] = Number.isFinite(largest) ? largest + Math.log1p(rest) : largest;
      }
    }
  },
);

/**
 * The logarithm of the sum of exponentials over axes, y = ln sum_k e^(x_k), shifted by the max so that it
 * never overflows; over all axes by default. dy/dx_k = e^(x_k - y), the softmax.
 *
 * @throws ShapeError when an axis is outside the tensor or named twice; DTypeError for integers.
 * @example
 * ```ts
 * import { logsumexp } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * logsumexp(tensor([1000, 1000])).item(); // 1000.693...
 * ```
 */
export function logsumexp(x: Tensor, options: ReduceOptions = {}): Tensor {
  checkOptions('logsumexp', options, reduceKinds);
  checkFloat('logsumexp', x);
  const axes = reducedAxes('logsumexp', x, options);
  // All axes at once: the logarithm over the first axes would be rounded before the next sum.
  const near = neighbouring(x, axes);
  const [from, to] = [near.axes[0] ?? x.rank, (near.axes.at(-1) ?? x.rank - 1) + 1];
  const joined = near.order === undefined ? x : permute(x, near.order);
  const { shape } = joined;
  const lines = reshape(joined, [
    sizeOf(shape.slice(0, from)),
    sizeOf(shape.slice(from, to)),
    sizeOf(shape.slice(to)),
  ]);
  // The gradient is the softmax itself: e^(x - y) would have the rounding error of a large y.
  const y = record(
    'logsumexp',
    runReduce(logSumExpKernel, lines, [1]),
    [lines],
    [(dy) => mul(dy, softmax(lines, { axis: 1 }))],
  );
  const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  return reshape(y, options.keepDims ? kept : dropAxes(x.shape, axes));
}
