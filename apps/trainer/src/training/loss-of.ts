import { add } from '@regopt/autograd';
import { type Layer, l1Penalty, parameters } from '@regopt/layers';
import type { Tensor } from '@regopt/tensor';
import type { Config } from '../config/config.ts';
import { makeLoss } from './losses.ts';

/** The loss in training: that of the options, plus their L1 penalty. */
export function lossOf(model: Layer, output: Tensor, y: Tensor, { loss: choice, l1 }: Config): Tensor {
  const loss = makeLoss(choice, 'training')(output, y);
  return l1 > 0 ? add(loss, l1Penalty(parameters(model), l1)) : loss;
}
