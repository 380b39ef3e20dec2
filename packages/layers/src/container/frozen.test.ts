import { backward, crossEntropy, sum } from '@regopt/autograd';
import { adam, sgd } from '@regopt/optim';
import {
  assign,
  compile,
  copyInto,
  createGenerator,
  type DType,
  isFloat,
  normal,
  scope,
  type Tensor,
  tensor,
  zeros,
} from '@regopt/tensor';
import { type ExpectedValues, expectClose, loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { Relu } from '../elementwise/relu.ts';
import type { Layer } from '../layer.ts';
import { BatchNorm1d } from '../normalize/batch-norm1d.ts';
import { Linear } from '../product/linear.ts';
import { Dropout } from '../random/dropout.ts';
import { loadStateDict } from '../state/load-state-dict.ts';
import { namedBuffers } from '../state/named-buffers.ts';
import { namedParameters } from '../state/named-parameters.ts';
import { stateDict } from '../state/state-dict.ts';
import { describeLayer, type LayerSetting } from '../testing.ts';
import { Frozen } from './frozen.ts';
import { Sequential } from './sequential.ts';

describeLayer('Frozen', {
  variants: [
    {
      title: 'around a batch normalization',
      create: (setting) => new Frozen(new BatchNorm1d(4, { dtype: setting.dtype })),
      input: [6, 4],
      output: [6, 4],
      state: ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked'],
    },
    {
      title: 'whose parameters are trained, in a Sequential',
      create: (setting) =>
        new Sequential(
          new Linear(4, 3, setting),
          new Frozen(new BatchNorm1d(3, { dtype: setting.dtype }), { trainable: true }),
        ),
      input: [6, 4],
      output: [6, 3],
      state: [
        ...['0.weight', '0.bias'],
        ...['1.weight', '1.bias', '1.running_mean', '1.running_var', '1.num_batches_tracked'],
      ],
    },
  ],
  errors: [
    [
      'refuses what is no layer',
      () => new Frozen([new Relu()] as unknown as Layer),
      'Frozen: takes a layer, got [a Relu], which has no forward().',
    ],
    [
      'refuses options that it does not have',
      () => new Frozen(new Relu(), { trainabel: true } as object),
      'Frozen: unknown option "trainabel"; did you mean "trainable"?',
    ],
  ],
});

interface Golden {
  readonly state: Readonly<Record<string, ExpectedValues & { readonly dtype: DType }>>;
  readonly batches: readonly { readonly input: ExpectedValues; readonly labels: readonly number[] }[];
  readonly cases: readonly {
    readonly name: string;
    readonly trained: readonly string[];
    readonly losses: readonly number[];
    readonly final: Golden['state'];
  }[];
}

const golden = loadGolden<Golden>('layers/frozen');

const networks: Readonly<Record<string, (setting: LayerSetting) => Sequential>> = {
  backbone: (setting) =>
    new Sequential(
      new Frozen(
        new Sequential(
          new Linear(3, 4, setting),
          new BatchNorm1d(4, { dtype: setting.dtype }),
          new Relu(),
          new Dropout(0.5),
        ),
      ),
      new Linear(4, 2, setting),
    ),
  norm: (setting) =>
    new Sequential(
      new Sequential(
        new Linear(3, 4, setting),
        new Frozen(new BatchNorm1d(4, { dtype: setting.dtype })),
        new Relu(),
      ),
      new Linear(4, 2, setting),
    ),
  'norm with a trained scale and shift': (setting) =>
    new Sequential(
      new Sequential(
        new Linear(3, 4, setting),
        new Frozen(new BatchNorm1d(4, { dtype: setting.dtype }), { trainable: true }),
        new Relu(),
      ),
      new Linear(4, 2, setting),
    ),
};

describe('a fine-tuning run', () => {
  for (const { name, trained, losses, final } of golden.cases) {
    it(`with a frozen ${name} ends where PyTorch's does, which calls eval() on it`, () =>
      scope(() => {
        const model = networks[name]!({ generator: createGenerator(1), dtype: 'f64' });
        const start = Object.entries(golden.state).map(
          ([key, { shape, data, dtype }]) => [key, tensor(Array.from(data), { shape, dtype })] as const,
        );
        expect(loadStateDict(model, new Map(start))).toEqual({ missing: [], unexpected: [] });
        const parameters = namedParameters(model);
        expect([...parameters.keys()]).toEqual(trained);
        const optimizer = sgd(parameters, { learningRate: 0.1, momentum: 0.9 });
        const generator = createGenerator(2);
        golden.batches.forEach(({ input, labels }, step) => {
          const x = tensor(Array.from(input.data), { shape: input.shape, dtype: 'f64' });
          const loss = crossEntropy(
            model.forward(x, { training: true, generator }),
            tensor([...labels], { dtype: 'i32' }),
          );
          expect(loss.item()).toBeCloseTo(losses[step]!, 12);
          const gradients = backward(loss);
          expect(new Set(gradients.keys())).toEqual(new Set(parameters.values()));
          optimizer.step(gradients);
        });
        for (const [key, value] of stateDict(model)) expectClose(value, final[key]!, { absolute: 1e-12 });
      }));
  }
});

describe('Frozen', () => {
  const perceptron = (inner: Layer): Sequential => {
    const generator = createGenerator(1);
    return new Sequential(new Linear(3, 4, { generator }), inner, new Linear(4, 2, { generator }));
  };

  it('turns its parameters into buffers until unfreeze(), except those that were frozen before', () => {
    const norm = new BatchNorm1d(4);
    norm.bias!.requiresGrad = false;
    const frozen = new Frozen(norm);
    expect(namedParameters(frozen).size).toBe(0);
    expect([...namedBuffers(frozen).keys()]).toEqual([...stateDict(norm).keys()]);
    expect(frozen.unfreeze()).toBe(norm);
    expect([...namedParameters(norm).keys()]).toEqual(['weight']);
  });

  it('passes gradients on to earlier layers', () =>
    scope(() => {
      const model = perceptron(new Frozen(new BatchNorm1d(4)));
      const gradients = backward(sum(model.forward(normal([5, 3], createGenerator(2)), { training: true })));
      expect([...namedParameters(model)].map(([name, each]) => [name, gradients.has(each)])).toEqual([
        ['0.weight', true],
        ['0.bias', true],
        ['2.weight', true],
        ['2.bias', true],
      ]);
    }));

  it('passes other entries of a context on', () => {
    const seen: unknown[] = [];
    const layer = {
      forward: (x: Tensor, context?: object) => {
        seen.push(context);
        return x;
      },
    };
    const generator = createGenerator(1);
    new Frozen(layer).forward(zeros([1]), { training: true, generator });
    new Frozen(layer).forward(zeros([1]));
    expect(seen).toEqual([{ training: false, generator }, undefined]);
  });

  it('has the names of the unfrozen model, so that states and optimizers carry over', () =>
    scope(() => {
      const norm = new BatchNorm1d(4);
      const tuned = perceptron(new Frozen(norm));
      const whole = perceptron(norm);
      expect([...stateDict(tuned).keys()]).toEqual([...stateDict(whole).keys()]);
      const optimizer = adam(namedParameters(tuned));
      const x = normal([5, 3], createGenerator(2));
      optimizer.step(backward(sum(tuned.forward(x, { training: true }))));
      (tuned[1] as Frozen).unfreeze();
      const resumed = adam(namedParameters(whole));
      expect(resumed.load(optimizer.state(), { strict: false })).toEqual({
        missing: ['1.weight.step', '1.bias.step'],
        unexpected: [],
      });
    }));

  it('does not change its statistics in a compiled step, whose bits are those of an eager one', () => {
    const train = (wrap: (step: () => void) => () => void): number[] => {
      const generator = createGenerator(3);
      const norm = new BatchNorm1d(4);
      assign(norm.runningMean!, [0.5, -0.5, 0.25, 1]);
      const model = perceptron(new Frozen(new Sequential(norm, new Relu(), new Dropout(0.5))));
      const optimizer = sgd(namedParameters(model), { learningRate: 0.1, momentum: 0.9 });
      const x = normal([6, 3], generator);
      const labels = tensor([0, 1, 1, 0, 1, 0], { dtype: 'i32' });
      const last = zeros([]);
      const step = wrap(() =>
        scope(() => {
          const loss = crossEntropy(model.forward(x, { training: true, generator }), labels);
          optimizer.step(backward(loss));
          copyInto(last, loss);
        }),
      );
      const losses = Array.from({ length: 6 }, () => {
        step();
        return last.item();
      });
      expect(new Set(losses).size).toBe(6);
      expect([...norm.runningMean!.toArray()]).toEqual([0.5, -0.5, 0.25, 1]);
      expect(norm.numBatchesTracked!.item()).toBe(0);
      const floats = [...stateDict(model).values()].filter(({ dtype }) => isFloat(dtype));
      return [...losses, ...floats.flatMap((each) => [...each.toArray()])];
    };
    expect(train((step) => compile(step))).toEqual(train((step) => step));
  });
});
