import { mse, neg, relu } from '@regopt/autograd';
import { createLoader } from '@regopt/data';
import {
  Conv2d,
  Dropout,
  type Layer,
  Linear,
  namedParameters,
  Relu,
  Residual,
  Sequential,
  Sigmoid,
} from '@regopt/layers';
import { adamw, sgd } from '@regopt/optim';
import { linear } from '@regopt/schedulers';
import { assign, createGenerator, memory, normal, ones, type Tensor, tensor, zeros } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import type { Callback } from '../contract/callback.ts';
import { fit } from '../session/fit.ts';
import { deadShares } from './dead-shares.ts';
import { type MonitorOptions, type MonitorRecord, monitor } from './monitor.ts';

const draws = createGenerator(3);
const data = { inputs: normal([24, 3], draws), targets: normal([24, 1], draws) };

/** Trains a small model with a monitor, and notes all weights and gradients by itself. */
async function train(options: MonitorOptions, compile = true) {
  const generator = createGenerator(1);
  const model = new Sequential(new Linear(3, 4, { generator }), new Relu(), new Linear(4, 1, { generator }));
  const parameters = namedParameters(model);
  const valuesOf = () => Array.from(parameters.values(), (each) => [...each.toArray()]);
  const weights = [valuesOf()];
  const own: Callback = ({ type }) => {
    if (type === 'step') weights.push(valuesOf());
  };
  const watch = monitor(options);
  await fit({
    ...{ model, loss: mse, compile, epochs: 3, callbacks: [own, watch] },
    schedule: linear(0.1, { to: 0, steps: 100 }),
    optimizer: sgd(parameters, { learningRate: 0.1, momentum: 0.5 }),
    transformGradients: watch.gradients,
    train: createLoader(data, { batchSize: 6 }),
  });
  return { records: watch.records, weights, names: [...parameters.keys()] };
}

const norm = (values: readonly number[]): number => Math.hypot(...values);

describe('monitor', () => {
  for (const everySteps of [1, 3, 4]) {
    it(`notes update ratios and gradient norms at every step of ${everySteps}`, async () => {
      const { records, weights, names } = await train({ everySteps });
      expect(records.map(({ step }) => step)).toEqual(
        Array.from({ length: Math.floor(12 / everySteps) }, (_, i) => (i + 1) * everySteps),
      );
      for (const { step, epoch, updateRatios, gradientNorms, learningRates, momenta } of records) {
        expect(epoch).toBe(Math.ceil(step / 4));
        expect(learningRates[0]).toBeCloseTo(0.1 * (1 - (step - 1) / 100), 12);
        expect(momenta).toEqual([0.5]);
        expect(Object.keys(gradientNorms!)).toEqual(names);
        if (step === 1) {
          expect(updateRatios).toBe(undefined);
          // Without momentum yet, the change is the rate times the gradient.
          names.forEach((name, i) => {
            const change = weights[1]![i]!.map((value, at) => value - weights[0]![i]![at]!);
            expect(norm(change) / (0.1 * gradientNorms![name]!)).toBeCloseTo(1, 4);
          });
          continue;
        }
        names.forEach((name, i) => {
          const [former, now] = [weights[step - 1]![i]!, weights[step]![i]!];
          const change = norm(now.map((value, at) => value - former[at]!));
          expect(updateRatios![name]! / (change / norm(former))).toBeCloseTo(1, 4);
        });
      }
    });
  }

  it('notes the same, compiled or not', async () => {
    const [compiled, called] = [await train({ everySteps: 2 }), await train({ everySteps: 2 }, false)];
    expect(compiled.records).toEqual(called.records);
  });

  it('hands each record on instead of keeping it, and copies no weights on request', async () => {
    const handed: MonitorRecord[] = [];
    const { records } = await train({
      everySteps: 6,
      updates: false,
      onRecord: (each) => void handed.push(each),
    });
    expect(records).toEqual([]);
    expect(handed.map(({ step, updateRatios }) => [step, updateRatios])).toEqual([
      [6, undefined],
      [12, undefined],
    ]);
  });

  it('has 0 for weights that did not change, and Infinity for those that were all 0', async () => {
    const layer = new Linear(1, 1, { generator: createGenerator(1) });
    assign(layer.weight, [0]);
    const watch = monitor({ everySteps: 2 });
    // Before the monitor, which copies the weights after the first step.
    const reset: Callback = (event) => {
      if (event.type === 'step' && event.step === 1) assign(layer.bias!, [0]);
    };
    const groups = [
      { parameters: new Map([['weight', layer.weight]]), learningRate: 0 },
      { parameters: new Map([['bias', layer.bias!]]) },
    ];
    await fit({
      ...{ model: layer, loss: mse, epochs: 2, callbacks: [reset, watch] },
      optimizer: sgd(groups, { learningRate: 0.5 }),
      train: createLoader({ inputs: zeros([2, 1]), targets: ones([2, 1]) }, { batchSize: 2 }),
    });
    expect(watch.records[0]!.updateRatios).toEqual({ weight: 0, bias: Infinity });
  });

  it('names rates and momentum of each group', async () => {
    const model = new Linear(3, 1, { generator: createGenerator(1) });
    const groups = [{ parameters: [model.weight], learningRate: 0.5 }, { parameters: [model.bias!] }];
    const watch = monitor({ everySteps: 1 });
    await fit({
      ...{ model, loss: mse, steps: 1, callbacks: [watch], train: createLoader(data, { batchSize: 6 }) },
      optimizer: adamw(groups, { learningRate: 0.25, betas: [0.75, 0.99] }),
    });
    expect(watch.records).toEqual([{ step: 1, epoch: 1, learningRates: [0.5, 0.25], momenta: [0.75, 0.75] }]);
  });

  it('leaves no memory behind, and changes no bit of the training', async () => {
    const weightsOf = async (watched: boolean) => {
      const generator = createGenerator(1);
      const model = new Sequential(
        new Linear(3, 4, { generator }),
        new Relu(),
        new Linear(4, 1, { generator }),
      );
      const watch = monitor({ everySteps: 2, probe: data.inputs });
      const optimizer = sgd(namedParameters(model), { learningRate: 0.1 });
      await fit({
        ...{ model, loss: mse, optimizer, steps: 9, train: createLoader(data, { batchSize: 6 }) },
        ...(watched && { callbacks: [watch], transformGradients: watch.gradients }),
      });
      optimizer.dispose();
      const values = Array.from(namedParameters(model).values(), (each) => [...each.toArray()]);
      for (const each of namedParameters(model).values()) each.dispose();
      return values;
    };
    const plain = await weightsOf(false);
    const before = memory().buffers;
    expect(await weightsOf(true)).toEqual(plain);
    expect(memory().buffers).toBe(before);
  });

  it('can watch one training of a model after another', async () => {
    const model = new Linear(3, 1, { generator: createGenerator(1) });
    const watch = monitor({ everySteps: 2 });
    for (let run = 0; run < 2; run++) {
      await fit({
        ...{ model, loss: mse, steps: 2, callbacks: [watch], transformGradients: watch.gradients },
        ...{ optimizer: sgd(namedParameters(model)), train: createLoader(data, { batchSize: 6 }) },
      });
    }
    const names = ['weight', 'bias'];
    expect(watch.records.map(({ gradientNorms }) => Object.keys(gradientNorms!))).toEqual([names, names]);
    expect(watch.records.map(({ updateRatios }) => Object.keys(updateRatios!))).toEqual([names, names]);
  });

  it('refuses options out of range, and at the first step a probe without activations', async () => {
    expect(() => monitor({ everySteps: 0 })).toThrow('monitor: everySteps is a whole number >= 1, got 0.');
    const model: Layer = { forward: (x: Tensor) => relu(x) };
    const layer = new Linear(3, 1, { generator: createGenerator(1) });
    const functional = { layer, forward: (x: Tensor) => model.forward(layer.forward(x)) };
    const options = {
      ...{ model: functional, loss: mse, steps: 1, train: createLoader(data, { batchSize: 6 }) },
      ...{
        callbacks: [monitor({ probe: data.inputs })],
        optimizer: sgd(namedParameters(layer), { learningRate: 1 }),
      },
    };
    await expect(fit(options)).rejects.toThrow('monitor: probe: the model has no activation layer');
  });
});

describe('dead units', () => {
  const shares = (model: Layer, probe: Tensor) =>
    Object.fromEntries(Array.from(deadShares(model, probe), ([name, share]) => [name, share.item()]));

  it('are those that are 0 for every row', () => {
    const x = tensor([
      [1, -1, -1, -2],
      [-1, -1, 2, -2],
      [0, -3, 0, -1],
    ]);
    expect(shares(new Relu(), x)).toEqual({ '': 0.5 });
  });

  it('are channels of pictures, and places of the last axis of sequences', () => {
    const wide = tensor([0, 0, 1, 0, 0, 0, 0, 0, 0], { shape: [1, 3, 1, 3] });
    expect(shares(new Relu(), wide)).toEqual({ '': Math.fround(2 / 3) });
    const tall = tensor([1, 2, 3, 0, 0, 0], { shape: [1, 2, 1, 3] });
    expect(shares(new Relu(), tall)).toEqual({ '': 0.5 });
    const pictures = tensor([
      [
        [
          [1, 0],
          [0, 0],
        ],
        [
          [-1, -1],
          [0, 0],
        ],
      ],
      [
        [
          [0, 0],
          [0, 0],
        ],
        [
          [-1, -1],
          [-1, 0],
        ],
      ],
    ]);
    expect(shares(new Relu(), pictures)).toEqual({ '': 0.5 });
    const sequences = tensor([[[1, 0, -1, -1]], [[1, 0, -1, 3]]]);
    expect(shares(new Relu(), sequences)).toEqual({ '': 0.5 });
  });

  it('are of layers without tensors that change their input, at each call', () => {
    const generator = createGenerator(1);
    const shared = new Relu();
    const model = new Sequential(
      new Residual(new Sequential(new Linear(4, 4, { generator }), shared, new Dropout(0.5))),
      new Sigmoid(),
      shared,
    );
    expect([...deadShares(model, ones([2, 4])).keys()]).toEqual(['0.inner.1', '1', '0.inner.1 #2']);
    expect([...deadShares(new Sequential(new Sequential(shared)), ones([2, 4])).keys()]).toEqual(['0.0']);
    const falling: Layer = { forward: (x) => neg(relu(x)) };
    expect(
      shares(
        falling,
        tensor([
          [1, -1],
          [0, -1],
        ]),
      ),
    ).toEqual({ '': 0.5 });
    const conv = new Sequential(new Conv2d(1, 2, 1, { generator }), new Relu());
    expect(Object.keys(shares(conv, ones([1, 1, 2, 2])))).toEqual(['1']);
  });
});
