import { adam, adamw, type Optimizer, sgd } from '@regopt/optim';
import type { Tensor } from '@regopt/tensor';
import type { Config } from '../config.ts';

/** The optimizer that the options name. */
export function makeOptimizer(parameters: Map<string, Tensor>, config: Config): Optimizer {
  const { optimizer, learningRate, momentum, weightDecay } = config;
  switch (optimizer) {
    case 'sgd':
      return sgd(parameters, { learningRate, momentum, weightDecay });
    case 'adam':
      return adam(parameters, { learningRate, weightDecay });
    case 'adamw':
      return adamw(parameters, { learningRate, weightDecay });
  }
}
