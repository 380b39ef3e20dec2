import {
  checkOptions,
  defineKernel,
  type OptionKinds,
  sizeOf,
  type Tensor,
  ValueError,
  viewPermute,
  viewReshape,
} from '@regopt/tensor';
import { checkFloat } from '../../kernels/operands.ts';
import { dropAxes, neighbouring, type ReduceOptions, reducedAxes, runReduce } from '../../kernels/reduce.ts';
import { noGrad } from '../../no-grad.ts';
import { record } from '../../tape.ts';
import { mul } from '../elementwise/mul.ts';
import { sub } from '../elementwise/sub.ts';
import { reshape } from '../shape/reshape.ts';
import { mean } from './mean.ts';

/**
 * `variance [out, x] outer, n, inner, divisor`: out[o, i] = sum_k (x[o, k, i] - m)^2 / divisor, m the mean
 * over k.
 */
const varianceKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'variance' },
  ([out, x], [outer, n, inner, divisor]) => {
    for (let o = 0; o < outer!; o++) {
      for (let i = 0; i < inner!; i++) {
        const at = (k: number): number => x![(o * n! + k) * inner! + i]!;
        let total = 0;
        for (let k = 0; k < n!; k++) total += at(k);
        let squares = 0;
        for (let k = 0; k < n!; k++) {
          const distance = at(k) - total / n!;
          squares += distance * distance;
        }
        out![o * inner! + i] = squares / divisor!;
      }
    }
  },
);

export interface VarianceOptions extends ReduceOptions {
  /** Subtracted from n in the divisor: 1 for the unbiased estimate, 0 for the biased one. Default 1. */
  readonly correction?: number | undefined;
}

const kinds: OptionKinds<VarianceOptions> = {
  axis: 'number|array',
  keepDims: 'boolean',
  correction: 'number',
};

/**
 * The variance over axes, y = sum_k (x_k - m)^2 / (n - correction) with m their mean; PyTorch's `var`, a
 * reserved word in JavaScript. dy/dx_k = 2 (x_k - m) / (n - correction). NaN or infinite where
 * n <= correction.
 *
 * @throws ShapeError when an axis is outside the tensor or named twice; DTypeError for integers; ValueError
 *   for a correction below 0.
 * @example
 * ```ts
 * import { variance } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * variance(tensor([1, 2, 3])).item(); // 1
 * ```
 */
export function variance(x: Tensor, options: VarianceOptions = {}): Tensor {
  checkOptions('variance', options, kinds);
  const { correction = 1, keepDims = false } = options;
  checkFloat('variance', x);
  if (!(correction >= 0))
    throw new ValueError(`variance: the correction is a number >= 0, got ${correction}.`);
  const axis = reducedAxes('variance', x, options);
  const count = sizeOf(axis.map((at) => x.shape[at]!));
  const divisor = Math.max(0, count - correction);
  const kept = x.shape.map((length, at) => (axis.includes(at) ? 1 : length));
  // All axes at once: a variance cannot be composed of variances over single axes.
  const near = neighbouring(x, axis);
  const joined = near.order === undefined ? x : viewPermute(x, near.order);
  const value = viewReshape(
    runReduce(varianceKernel, joined, near.axes, x.dtype, () => divisor),
    kept,
  );
  const y = record('variance', value, [x], [(dy) => mul(centred(x, axis), mul(dy, 2 / divisor))]);
  return keepDims ? y : reshape(y, dropAxes(x.shape, axis));
}

/** x minus its mean, and minus the mean's rounding error, which is a constant. */
function centred(x: Tensor, axis: readonly number[]): Tensor {
  const near = sub(x, mean(x, { axis, keepDims: true }));
  return sub(
    near,
    noGrad(() => mean(near, { axis, keepDims: true })),
  );
}
