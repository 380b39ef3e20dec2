import { adam, adamw, sgd } from '@regopt/optim';
import type { Tensor } from '@regopt/tensor';
import type { TrainingOptimizer } from '@regopt/training';
import type { OptimizerSpec } from '../../work.ts';

export function createOptimizer(list: readonly Tensor[], spec: OptimizerSpec): TrainingOptimizer {
  const { learningRate } = spec;
  switch (spec.name) {
    case 'sgd':
      return sgd(list, { learningRate, momentum: spec.momentum });
    case 'adam':
      return adam(list, { learningRate });
    case 'adamw':
      return adamw(list, { learningRate, weightDecay: spec.weightDecay });
  }
}
