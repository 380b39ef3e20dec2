import { checkOptions, type OptionKinds, sizeOf, type Tensor, ValueError } from '@regopt/tensor';
import { checkFloat } from '../kernels/operands.ts';
import { type ReduceOptions, reducedAxes } from '../kernels/reduce.ts';
import { div } from './div.ts';
import { mean } from './mean.ts';
import { square } from './square.ts';
import { sub } from './sub.ts';
import { sum } from './sum.ts';

export interface VarianceOptions extends ReduceOptions {
  /** What is taken from n in the divisor: 1 for the unbiased estimate, 0 for the biased one. Default 1. */
  readonly correction?: number;
}

const kinds: OptionKinds<VarianceOptions> = {
  axis: 'number|array',
  keepDims: 'boolean',
  correction: 'number',
};

/**
 * The variance over axes, y = sum_k (x_k - m)^2 / (n - correction) with m their mean; PyTorch's `var`, a word that
 * JavaScript keeps for itself. dy/dx_k = 2 (x_k - m) / (n - correction). NaN or infinite where n <= correction.
 *
 * @throws ShapeError when an axis is outside the tensor or named twice; DTypeError for integers; ValueError for a
 *   correction below 0.
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
  const deviations = square(sub(x, mean(x, { axis, keepDims: true })));
  return div(sum(deviations, { axis, keepDims }), Math.max(0, count - correction));
}
