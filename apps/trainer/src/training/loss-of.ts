import { add, crossEntropy, mse } from '@regopt/autograd';
import { type Layer, l1Penalty, parameters } from '@regopt/layers';
import type { Tensor } from '@regopt/tensor';
import type { Config } from '../config.ts';

/**
 * The loss in training: cross-entropy for labels or squared error for values, plus the L1 penalty of the
 * options.
 */
export function lossOf(model: Layer, output: Tensor, y: Tensor, { labelSmoothing, l1 }: Config): Tensor {
  const loss = y.dtype === 'i32' ? crossEntropy(output, y, { labelSmoothing }) : mse(output, y);
  return l1 > 0 ? add(loss, l1Penalty(parameters(model), l1)) : loss;
}
