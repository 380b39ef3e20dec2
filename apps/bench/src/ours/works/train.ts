import { backward, crossEntropy, mse } from '@regopt/autograd';
import { parameters } from '@regopt/layers';
import { tensor } from '@regopt/tensor';
import type { TrainWork } from '../../work.ts';
import { buildModel } from '../build-model.ts';
import { createOptimizer } from './create-optimizer.ts';
import type { DoWork, WorkContext } from './do-work.ts';
import { draw } from './draw.ts';
import { repeat } from './repeat.ts';

export function prepareTrain(work: TrainWork, { generator, compiled }: WorkContext): DoWork {
  const model = buildModel(work.layers, generator);
  const optimizer = createOptimizer(parameters(model), work.optimizer);
  const x = draw([work.batch, ...work.input], generator);
  const classify = work.loss === 'crossEntropy';
  const y = classify
    ? tensor(Int32Array.from({ length: work.batch }, (_, i) => (i * 7) % work.outputs))
    : draw([work.batch, work.outputs], generator);
  const lossOf = classify ? crossEntropy : mse;
  return repeat(compiled, [x, y], (input, target) => {
    const loss = lossOf(model.forward(input, { training: true, generator }), target);
    optimizer.step(backward(loss));
    return loss;
  });
}
