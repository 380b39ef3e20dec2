import { backward, crossEntropy } from '@regopt/autograd';
import { adam, adamw, clipGradNorm, type Optimizer, sgd } from '@regopt/optim';
import { constant, cosine } from '@regopt/schedulers';
import { createGenerator, type DType, memory, scope, type Tensor, tensor } from '@regopt/tensor';
import { type ExpectedValues, expectClose, loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import {
  BatchNorm1d,
  BatchNorm2d,
  Conv2d,
  Dropout,
  Flatten,
  Linear,
  loadStateDict,
  MaxPool2d,
  namedParameters,
  Relu,
  Sequential,
  stateDict,
} from './index.ts';
import type { FloatDType } from './layer.ts';
import type { LayerSetting } from './testing.ts';

interface Golden {
  /** Seed of dropout's generator, if the model has dropout. */
  readonly generatorSeed?: number;
  readonly state: Readonly<Record<string, ExpectedValues & { dtype: DType }>>;
  readonly batches: readonly { readonly input: ExpectedValues; readonly labels: ExpectedValues }[];
  readonly runs: readonly Run[];
}

interface Run {
  readonly name: string;
  readonly rule: 'sgd' | 'adam' | 'adamw';
  readonly options: Options;
  readonly learningRates: readonly number[];
  readonly f64: Outcome;
  readonly f32: Outcome;
}

interface Options {
  readonly learningRate: number;
  readonly cosine?: boolean;
  readonly momentum?: number;
  readonly nesterov?: boolean;
  readonly weightDecay?: number;
  readonly labelSmoothing?: number;
  readonly maxNorm?: number;
}

interface Outcome {
  readonly losses: readonly number[];
  readonly norms?: readonly number[];
  readonly finalState: Readonly<Record<string, ExpectedValues>>;
  readonly evaluation: ExpectedValues;
}

function createOptimizer(parameters: Map<string, Tensor>, { rule, options }: Run): Optimizer {
  const { learningRate, momentum = 0, nesterov = false, weightDecay = 0 } = options;
  switch (rule) {
    case 'sgd':
      return sgd(parameters, { learningRate, momentum, nesterov, weightDecay });
    case 'adam':
      return adam(parameters, { learningRate, weightDecay });
    case 'adamw':
      return adamw(parameters, { learningRate, weightDecay });
  }
}

const models = {
  training: (setting: LayerSetting) =>
    new Sequential(
      new Linear(4, 8, { ...setting, bias: false }),
      new BatchNorm1d(8, { dtype: setting.dtype }),
      new Relu(),
      new Linear(8, 3, setting),
    ),
  'training-cnn': (setting: LayerSetting) =>
    new Sequential(
      new Conv2d(1, 3, 3, { ...setting, padding: 1, bias: false }),
      new BatchNorm2d(3, { dtype: setting.dtype }),
      new Relu(),
      new MaxPool2d(2),
      new Flatten(),
      new Linear(12, 3, setting),
    ),
  'training-dropout': (setting: LayerSetting) =>
    new Sequential(
      new Linear(4, 8, setting),
      new Relu(),
      new Dropout(0.25),
      new Linear(8, 8, setting),
      new Relu(),
      new Dropout(0.5),
      new Linear(8, 3, setting),
    ),
};

/** Max difference, relative to the tensor's max absolute value. */
const tolerance = { f64: 1e-9, f32: 1e-5 };

for (const [file, create] of Object.entries(models)) {
  const golden = loadGolden<Golden>(`layers/${file}`);
  describe(`a whole training run (${file})`, () => {
    for (const run of golden.runs) {
      for (const dtype of ['f64', 'f32'] as const) {
        it(`ends at PyTorch's values after 20 steps of ${run.name}, in ${dtype}`, () =>
          scope(() => follow(golden, run, create({ generator: createGenerator(1), dtype }), dtype)));
      }
    }
  });
}

function follow(golden: Golden, run: Run, model: Sequential, dtype: FloatDType): void {
  const { labelSmoothing = 0, maxNorm } = run.options;
  const expected = run[dtype];
  const toTensor = ({ shape, data }: ExpectedValues, as: DType = dtype): Tensor =>
    tensor(Array.from(data), { shape, dtype: as });
  const close = (actual: Tensor, wanted: ExpectedValues): void => {
    const largest = Math.max(...Array.from(wanted.data, Math.abs));
    expectClose(actual, wanted, { absolute: tolerance[dtype] * largest });
  };
  const start = Object.entries(golden.state).map(
    ([name, value]) => [name, toTensor(value, value.dtype === 'f64' ? dtype : value.dtype)] as const,
  );
  loadStateDict(model, new Map(start));
  const optimizer = createOptimizer(namedParameters(model), run);
  const { learningRate, cosine: falls = false } = run.options;
  const schedule = falls ? cosine(learningRate, { steps: run.learningRates.length }) : constant(learningRate);
  const { generatorSeed } = golden;
  const generator = generatorSeed === undefined ? undefined : createGenerator(generatorSeed);
  const losses: number[] = [];
  let buffers = 0;

  run.learningRates.forEach((rate, step) => {
    optimizer.learningRate = schedule(step);
    expect(optimizer.learningRate).toBeCloseTo(rate, 14);
    scope(() => {
      const { input, labels } = golden.batches[step % golden.batches.length]!;
      const logits = model.forward(toTensor(input), { training: true, ...(generator && { generator }) });
      const loss = crossEntropy(logits, toTensor(labels, 'i32'), { labelSmoothing });
      losses.push(loss.item());
      const gradients = backward(loss);
      if (maxNorm === undefined) return optimizer.step(gradients);
      const clipped = clipGradNorm(gradients, maxNorm);
      expect(Math.abs(clipped.norm.item() / expected.norms![step]! - 1)).toBeLessThan(tolerance[dtype]);
      optimizer.step(clipped);
    });
    if (step === 0) buffers = memory().buffers;
  });

  expect(memory().buffers, 'live buffers after the last step as after the first').toBe(buffers);
  const shape = [losses.length];
  close(tensor(losses, { dtype: 'f64' }), { shape, data: expected.losses });
  const state = stateDict(model);
  expect([...state.keys()].sort()).toEqual(Object.keys(expected.finalState).sort());
  for (const [name, value] of state) close(value, expected.finalState[name]!);
  close(model.forward(toTensor(golden.batches[0]!.input)), expected.evaluation);
}
