import { backward, crossEntropy, matmul, mse, noGrad } from '@regopt/autograd';
import { parameters } from '@regopt/layers';
import { adamw, type Optimizer, type RuleSettings, sgd } from '@regopt/optim';
import { createGenerator, type Generator, scope, type Tensor, tensor, uniform } from '@regopt/tensor';
import type { MatmulWork, OptimizerSpec, TrainWork, UpdateWork, Work } from '../work.ts';
import { buildModel } from './build-model.ts';

/** Does the work so often and gives one number of the last result. */
export type DoWork = (times: number) => number;

const values = (shape: readonly number[], generator: Generator) =>
  uniform(shape, generator, { low: -1, high: 1 });

function createOptimizer(
  list: readonly Tensor[],
  spec: OptimizerSpec,
): Pick<Optimizer<RuleSettings>, 'step'> {
  const { learningRate } = spec;
  return spec.name === 'sgd'
    ? sgd(list, { learningRate, momentum: spec.momentum })
    : adamw(list, { learningRate, weightDecay: spec.weightDecay });
}

/** Does the step so often, each in a scope of its own. */
function repeat(times: number, step: () => Tensor): number {
  for (let i = 1; i < times; i++) scope(() => void step());
  return scope(() => step().toArray()[0]);
}

function product({ m, k, n }: MatmulWork, generator: Generator): DoWork {
  const a = values([m, k], generator);
  const b = values([k, n], generator);
  return (times) => noGrad(() => repeat(times, () => matmul(a, b)));
}

function train(work: TrainWork, generator: Generator): DoWork {
  const model = buildModel(work.layers, generator);
  const optimizer = createOptimizer(parameters(model), work.optimizer);
  const x = values([work.batch, ...work.input], generator);
  const classify = work.loss === 'crossEntropy';
  const y = classify
    ? tensor(Int32Array.from({ length: work.batch }, (_, i) => (i * 7) % work.outputs))
    : values([work.batch, work.outputs], generator);
  const lossOf = classify ? crossEntropy : mse;
  return (times) =>
    repeat(times, () => {
      const loss = lossOf(model.forward(x, { training: true, generator }), y);
      optimizer.step(backward(loss));
      return loss;
    });
}

function update({ tensors, size, optimizer: spec }: UpdateWork, generator: Generator): DoWork {
  const list = Array.from({ length: tensors }, () => values([size], generator));
  const gradients = new Map(list.map((parameter) => [parameter, values([size], generator)]));
  const optimizer = createOptimizer(list, spec);
  return (times) => {
    for (let i = 0; i < times; i++) scope(() => optimizer.step(gradients));
    return list[0].data()[0];
  };
}

/** Makes the work ready on the current back end. */
export function prepareWork(work: Work): DoWork {
  const generator = createGenerator(1);
  switch (work.kind) {
    case 'matmul':
      return product(work, generator);
    case 'train':
      return train(work, generator);
    case 'update':
      return update(work, generator);
  }
}
