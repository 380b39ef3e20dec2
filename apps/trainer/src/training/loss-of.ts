import { add } from '@regopt/autograd';
import { type Layer, l1Penalty, parameters } from '@regopt/layers';
import type { Loss } from '@regopt/training';
import type { Config } from '../config/config.ts';
import { makeLoss } from './losses.ts';

/** The loss in training: that of the options, plus their L1 penalty. */
export function lossOf(model: Layer, { loss: choice, l1 }: Config): Loss {
  const loss = makeLoss(choice, 'training');
  if (l1 === 0) return loss;
  const weights = parameters(model);
  return (outputs, targets, options) => add(loss(outputs, targets, options), l1Penalty(weights, l1));
}
