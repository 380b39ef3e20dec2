import { checkOptions, defineKernel, isFloat, type Tensor } from '@regopt/tensor';
import { dropAxes, type ReduceOptions, reducedAxes, reduceKinds, runReduce } from '../../kernels/reduce.ts';
import { record } from '../../tape.ts';
import { broadcastTo } from '../shape/broadcast-to.ts';
import { reshape } from '../shape/reshape.ts';
import { sumAll } from './sum-all.ts';
import { sumChannels } from './sum-channels.ts';
import { sumIntegers } from './sum-integers.ts';

/** `sum [out, x] outer, n, inner, divisor`: out[o, i] = sum_k x[o, k, i] / divisor. */
const sumKernel = /* @__PURE__ */ defineKernel({ builtIn: 'sum' }, ([out, x], [outer, n, inner, divisor]) => {
  for (let o = 0; o < outer!; o++) {
    for (let i = 0; i < inner!; i++) {
      let total = 0;
      for (let k = 0; k < n!; k++) total += x![(o * n! + k) * inner! + i]!;
      out![o * inner! + i] = total / divisor!;
    }
  }
});

/**
 * The sum over axes, y = sum_k x_k; over all of them by default. dy/dx_k = 1. The sum of no elements is 0.
 * The sum of integers and masks is exact, as f64.
 *
 * @throws ShapeError when an axis is outside the tensor or named twice; ValueError when a sum of integers
 *   exceeds 2^53, beyond which f64 has gaps.
 * @example
 * ```ts
 * import { sum } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * sum(tensor([[1, 2], [3, 4]]), { axis: 0 }).toArray(); // 4, 6
 * sum(tensor([200, 100], { dtype: 'u8' })).item(); // 300
 * ```
 */
export function sum(x: Tensor, options: ReduceOptions = {}): Tensor {
  checkOptions('sum', options, reduceKinds);
  const axes = reducedAxes('sum', x, options);
  if (!isFloat(x.dtype)) return sumIntegers(x, axes, options.keepDims);
  if (axes.length === x.rank && x.rank > 0) {
    const total = sumAll(x);
    return options.keepDims
      ? reshape(
          total,
          x.shape.map(() => 1),
        )
      : total;
  }
  const y = record('sum', sumOver(x, axes), [x], [(dy) => broadcastTo(dy, x.shape)]);
  return options.keepDims ? y : reshape(y, dropAxes(x.shape, axes));
}

const one = (): number => 1;
const count = (n: number): number => n;

/**
 * The sum or mean over some of the axes, which keep length 1. A mean is divided before it is rounded. Records
 * nothing.
 */
export function sumOver(x: Tensor, axes: readonly number[], mean = false): Tensor {
  const ofChannels = x.rank > 2 && axes.length === x.rank - 1 && !axes.includes(1);
  if (ofChannels) return sumChannels(x, mean ? x.size / x.shape[1]! : 1);
  return runReduce(sumKernel, x, axes, x.dtype, mean ? count : one);
}
