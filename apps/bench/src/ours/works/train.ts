import { backward, crossEntropy, mse } from '@regopt/autograd';
import { parameters } from '@regopt/layers';
import { type Generator, type Tensor, tensor } from '@regopt/tensor';
import type { TrainWork } from '../../work.ts';
import { buildModel } from '../build-model.ts';
import { createOptimizer } from './create-optimizer.ts';
import type { DoWork, WorkContext } from './do-work.ts';
import { draw } from './draw.ts';
import { repeat } from './repeat.ts';

/** Each loss, and its targets for a number of rows. */
export const losses: Readonly<Record<TrainWork['loss'], Loss>> = {
  crossEntropy: {
    lossOf: crossEntropy,
    target: (rows, classes) => tensor(Int32Array.from({ length: rows }, (_, i) => (i * 7) % classes)),
  },
  meanSquaredError: {
    lossOf: mse,
    target: (rows, outputs, generator) => draw([rows, outputs], generator),
  },
};

interface Loss {
  lossOf(output: Tensor, target: Tensor): Tensor;
  target(rows: number, outputs: number, generator: Generator): Tensor;
}

export function prepareTrain(work: TrainWork, { generator, compiled }: WorkContext): DoWork {
  const model = buildModel(work.layers, generator);
  const optimizer = createOptimizer(parameters(model), work.optimizer);
  const { lossOf, target: makeTarget } = losses[work.loss];
  const x = draw([work.batch, ...work.input], generator);
  const y = makeTarget(work.batch, work.outputs, generator);
  return repeat(compiled, [x, y], (input, target) => {
    const loss = lossOf(model.forward(input, { training: true, generator }), target);
    optimizer.step(backward(loss));
    return loss;
  });
}
