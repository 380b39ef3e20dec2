import { mse } from '@regopt/autograd';
import { createLoader, noisyCurve } from '@regopt/data';
import { Linear, namedParameters } from '@regopt/layers';
import { adamw } from '@regopt/optim';
import { createGenerator } from '@regopt/tensor';
import type { TrainingOptions } from '../../contract/training-options.ts';

/** 25 examples. */
export const curve = noisyCurve({ count: 25, seed: 1 });

/** Options of a training of two epochs, whose batches have 10, 10 and 5 examples. */
export function curveTraining(more: Partial<TrainingOptions> = {}): TrainingOptions {
  const model = more.model ?? new Linear(1, 1, { generator: createGenerator(1) });
  return {
    model,
    loss: mse,
    optimizer: adamw(namedParameters(model), { learningRate: 0.1 }),
    train: createLoader(curve, { batchSize: 10 }),
    ...(more.steps === undefined && { epochs: 2 }),
    ...more,
  };
}
