import { checkOptions, defineKernel, type Tensor } from '@regopt/tensor';
import { checkFloat } from '../kernels/operands.ts';
import { dropAxes, type ReduceOptions, reducedAxes, reduceKinds, runReduce } from '../kernels/reduce.ts';
import { record } from '../tape.ts';
import { exp } from './exp.ts';
import { mul } from './mul.ts';
import { reshape } from './reshape.ts';
import { sub } from './sub.ts';

/** `logSumExp [out, x] outer, n, inner`: out = m + ln sum_k e^(x_k - m), m the largest; -Infinity over nothing. */
const logSumExpKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'logSumExp' },
  ([out, x], [outer, n, inner]) => {
    for (let o = 0; o < outer!; o++) {
      for (let i = 0; i < inner!; i++) {
        let largest = -Infinity;
        for (let k = 0; k < n!; k++) largest = Math.max(largest, x![(o * n! + k) * inner! + i]!);
        let total = 0;
        if (Number.isFinite(largest)) {
          for (let k = 0; k < n!; k++) total += Math.exp(x![(o * n! + k) * inner! + i]! - largest);
        }
        out![o * inner! + i] = Number.isFinite(largest) ? largest + Math.log(total) : largest;
      }
    }
  },
);

/**
 * The logarithm of the sum of exponentials over axes, y = ln sum_k e^(x_k), shifted by the largest so that it never
 * overflows; over all axes by default. dy/dx_k = e^(x_k - y), the softmax.
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
  const kept: Tensor = record(
    'logsumexp',
    runReduce(logSumExpKernel, x, axes),
    [x],
    [(dy) => mul(dy, exp(sub(x, kept)))],
  );
  return options.keepDims ? kept : reshape(kept, dropAxes(x.shape, axes));
}
