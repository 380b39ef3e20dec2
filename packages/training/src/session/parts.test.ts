import { add, crossEntropy, mean, mul, parameter } from '@regopt/autograd';
import { createLoader, twoMoons } from '@regopt/data';
import {
  BatchNorm1d,
  type Context,
  Dropout,
  type Layer,
  Linear,
  namedParameters,
  Relu,
  Sequential,
  stateDict,
} from '@regopt/layers';
import { sgd } from '@regopt/optim';
import { createGenerator, ones, type Tensor, tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import type { Callback } from '../contract/callback.ts';
import type { TrainingOptions } from '../contract/training-options.ts';
import { fit } from './fit.ts';

interface Choice extends Partial<TrainingOptions> {
  readonly batchNorm?: boolean;
  readonly dropout?: number;
}

/** A model after two epochs whose batches have 20, 20, 20, 20 and 7 examples. */
async function trained({ batchNorm = false, dropout = 0, ...options }: Choice): Promise<Map<string, Tensor>> {
  const generator = createGenerator(3);
  const model = new Sequential(
    new Linear(2, 16, { generator }),
    ...(batchNorm ? [new BatchNorm1d(16)] : []),
    new Relu(),
    ...(dropout > 0 ? [new Dropout(dropout)] : []),
    new Linear(16, 2, { generator }),
  );
  const dataset = twoMoons({ count: 87, seed: 1 });
  await fit({
    model,
    loss: crossEntropy,
    optimizer: sgd(namedParameters(model), { learningRate: 0.1, momentum: 0.9 }),
    train: createLoader(dataset, { batchSize: 20, shuffle: true, seed: 4 }),
    epochs: 2,
    generator: createGenerator(5),
    ...options,
  });
  return stateDict(model);
}

const numbers = (state: Map<string, Tensor>): number[] =>
  [...state.values()].flatMap((x) => [...x.toArray()]);

it.each([2, 3, 8, 30])('%s parts give the whole batch to 1e-6 without batch statistics', async (parts) => {
  const whole = numbers(await trained({}));
  const inParts = numbers(await trained({ parts }));
  for (const [i, value] of inParts.entries()) expect(Math.abs(value - whole[i]!)).toBeLessThan(1e-6);
});

it('each part has its own batch statistics, and the running ones move once a step', async () => {
  const whole = await trained({ batchNorm: true });
  const halves = await trained({ batchNorm: true, parts: 2 });
  expect(halves.get('1.num_batches_tracked')!.item()).toBe(10);
  expect(numbers(halves)).not.toEqual(numbers(whole));
});

it('each part draws from a generator of its own', async () => {
  const dropped = await trained({ dropout: 0.3, parts: 2 });
  const whole = await trained({ dropout: 0.3 });
  const apart = numbers(dropped).map((value, i) => Math.abs(value - numbers(whole)[i]!));
  expect(Math.max(...apart)).toBeGreaterThan(1e-3);
});

it('parts give the same bits compiled or not', async () => {
  const choice: Choice = { batchNorm: true, dropout: 0.2, parts: 3, mixup: { alpha: 0.4 }, clipNorm: 1 };
  expect(numbers(await trained({ ...choice, compile: false }))).toEqual(
    numbers(await trained({ ...choice, compile: true })),
  );
});

it('the loss of a step is that of the whole batch', async () => {
  const losses = async (parts: number) => {
    const read: number[] = [];
    const note: Callback = async (event) => {
      if (event.type === 'step') read.push((await event.loss.read())[0]!);
    };
    await trained({ parts, callbacks: [note] });
    return read;
  };
  const whole = await losses(1);
  for (const [i, loss] of (await losses(3)).entries()) expect(Math.abs(loss - whole[i]!)).toBeLessThan(1e-6);
});

/** A weight, and a bias that only batches of 4 rows have. */
class BiasOfFour implements Layer {
  readonly weight = parameter(tensor([1]));
  readonly bias = parameter(tensor([0]));
  readonly generators: string[] = [];

  forward(x: Tensor, { generator }: Context = {}): Tensor {
    this.generators.push(JSON.stringify(generator?.state()));
    const y = mul(x, this.weight);
    return x.shape[0] === 4 ? add(y, this.bias) : y;
  }
}

it('a weight that only a later part reaches gets its gradient, and each part has a generator', async () => {
  const model = new BiasOfFour();
  await fit({
    model,
    loss: (outputs) => mean(outputs),
    optimizer: sgd(namedParameters(model), { learningRate: 1 }),
    train: createLoader({ inputs: ones([7, 1]), targets: ones([7, 1]) }, { batchSize: 7 }),
    epochs: 1,
    generator: createGenerator(5),
    parts: 2,
    compile: false,
  });
  expect(model.bias.item()).toBeCloseTo(-4 / 7, 6);
  expect(model.weight.item()).toBeCloseTo(0, 6);
  expect(new Set(model.generators).size).toBe(2);
});
