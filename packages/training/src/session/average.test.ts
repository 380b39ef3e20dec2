import { mse } from '@regopt/autograd';
import { createLoader, noisyCurve } from '@regopt/data';
import { BatchNorm1d, Dropout, Linear, namedParameters, Sequential, stateDict, Tanh } from '@regopt/layers';
import { ema, sgd, swa } from '@regopt/optim';
import { createGenerator, type Tensor } from '@regopt/tensor';
import { expect, it } from 'vitest';
import { evaluate } from '../evaluate/evaluate.ts';
import { updateBatchNorm } from '../model/update-batch-norm.ts';
import { training } from './training.ts';

const data = noisyCurve({ count: 40, seed: 1 });
const loader = () => createLoader(data, { batchSize: 10, shuffle: true });
const validation = createLoader(noisyCurve({ count: 30, seed: 2 }), { batchSize: 30 });

function build() {
  const generator = createGenerator(3);
  return new Sequential(new Linear(1, 4, { generator }), new Tanh(), new Linear(4, 1, { generator }));
}
const numbers = (state: ReadonlyMap<string, Tensor>) => [...state.values()].flatMap((x) => [...x.toArray()]);

it('evaluations measure the averages, which a complete training leaves in the model', async () => {
  const model = build();
  const average = ema(namedParameters(model), { decay: 0.9 });
  const session = training({
    model,
    loss: mse,
    optimizer: sgd(namedParameters(model), { learningRate: 0.3 }),
    train: loader(),
    validation,
    epochs: 3,
    average,
  });
  for await (const event of session) {
    if (event.type === 'step') {
      expect(numbers(session.evaluated())).toEqual(numbers(average.average));
      if (event.step > 1) expect(numbers(average.average)).not.toEqual(numbers(stateDict(model)));
    }
    if (event.type === 'epoch') {
      average.exchange();
      expect((await evaluate(model, validation, { loss: mse })).loss).toBe(event.validation!.loss);
      average.exchange();
    }
    if (event.type === 'end') {
      const last = session.history.at(-1)!;
      expect((await evaluate(model, validation, { loss: mse })).loss).toBe(last.validation!.loss);
    }
  }
  session.dispose();
});

it.each([4, 3, 1])('an average can start late, at step %s, and move every 4 steps', async (averageFrom) => {
  const model = build();
  const average = swa(namedParameters(model));
  const session = training({
    model,
    loss: mse,
    optimizer: sgd(namedParameters(model), { learningRate: 0.3 }),
    train: loader(),
    epochs: 3,
    average,
    averageFrom,
    averageEvery: 4,
  });
  const seen: number[][] = [];
  for await (const event of session) {
    if (event.type !== 'step') continue;
    if (event.step < averageFrom) expect(session.evaluated()).toEqual(stateDict(model));
    else expect(session.evaluated()).toEqual(average.average);
    if (event.step % 4 === averageFrom % 4) seen.push(numbers(stateDict(model)));
  }
  const means = seen[0]!.map((_, i) => seen.reduce((sum, each) => sum + each[i]!, 0) / seen.length);
  for (const [i, value] of numbers(stateDict(model)).entries()) expect(value).toBeCloseTo(means[i]!, 5);
  session.dispose();
});

it('a stopped training keeps the weights of its last step, and goes on from its state', async () => {
  const run = async (stop?: number) => {
    const model = build();
    const make = () =>
      training({
        model,
        loss: mse,
        optimizer: sgd(namedParameters(model), { learningRate: 0.3 }),
        train: loader(),
        validation,
        epochs: 3,
        average: ema(namedParameters(model), { decay: 0.9 }),
      });
    const first = make();
    for await (const event of first) if (event.type === 'step' && event.step === stop) first.stop();
    if (stop === undefined) return { model: numbers(stateDict(model)), history: first.history };
    const state = await first.state();
    const second = make();
    await second.load(state);
    for await (const _ of second);
    return { model: numbers(stateDict(model)), history: second.history };
  };
  expect(await run(6)).toEqual(await run());
  expect(await run(12)).toEqual(await run());
});

it('an average of other weights than the model has is refused', () => {
  const model = build();
  const refused = (average: ReturnType<typeof swa>, message: string) => {
    const optimizer = sgd(namedParameters(model));
    const make = () => training({ model, loss: mse, optimizer, train: loader(), epochs: 1, average });
    expect(make).toThrow(message);
  };
  refused(
    swa([...namedParameters(model).values()]),
    'training: average has a weight "0", which is not the model\'s. Make it of namedParameters(model), ' +
      'of this model.',
  );
  refused(
    swa(namedParameters(build())),
    'training: average is of another model: its "0.weight" is not the model\'s. ' +
      'Make it of namedParameters(model), of this model.',
  );
});

it('a shared weight has its average under each of its names', async () => {
  const generator = createGenerator(3);
  const shared = new Linear(4, 4, { generator });
  const model = new Sequential(
    new Linear(1, 4, { generator }),
    shared,
    shared,
    new Linear(4, 1, { generator }),
  );
  const average = ema(namedParameters(model), { decay: 0.9 });
  const optimizer = sgd(namedParameters(model), { learningRate: 0.1 });
  const session = training({ model, loss: mse, optimizer, train: loader(), epochs: 1, average });
  for await (const event of session) {
    if (event.type !== 'step') continue;
    expect(session.evaluated().get('2.weight')).toBe(average.average.get('1.weight'));
  }
  session.dispose();
});

it('a complete training that ends in an epoch leaves the averages with their statistics', async () => {
  const generator = createGenerator(3);
  const norm = new BatchNorm1d(4);
  const model = new Sequential(new Linear(1, 4, { generator }), norm, new Linear(4, 1, { generator }));
  const session = training({
    model,
    loss: mse,
    optimizer: sgd(namedParameters(model), { learningRate: 0.1 }),
    train: loader(),
    epochs: 3,
    average: swa(namedParameters(model)),
    averageStatistics: true,
  });
  for await (const event of session) {
    if (event.type === 'step' && event.step === 6) session.stop('enough', { final: true });
  }
  const left = [...norm.runningMean!.toArray()];
  await updateBatchNorm(model, loader());
  expect(left).toEqual([...norm.runningMean!.toArray()]);
  session.dispose();
});

it('a stop gives up the estimate of statistics, and the weights are those of the last step', async () => {
  const generator = createGenerator(3);
  const norm = new BatchNorm1d(4);
  const model = new Sequential(new Linear(1, 4, { generator }), norm, new Linear(4, 1, { generator }));
  const average = swa(namedParameters(model));
  const session = training({
    model,
    loss: mse,
    optimizer: sgd(namedParameters(model), { learningRate: 0.1 }),
    train: createLoader(data, { batchSize: 4 }),
    epochs: 1,
    average,
    averageStatistics: true,
  });
  let [weights, mean]: number[][] = [[], []];
  for await (const event of session) {
    if (event.type === 'step' && event.step === 10) {
      weights = numbers(stateDict(model[0]!));
      mean = [...norm.runningMean!.toArray()];
      queueMicrotask(() => session.stop());
    }
    if (event.type === 'end') expect(event).toMatchObject({ reason: 'stopped', epoch: 0 });
  }
  expect(numbers(stateDict(model[0]!))).toEqual(weights);
  expect([...norm.runningMean!.toArray()]).toEqual(mean);
  expect(average.exchanged).toBe(false);
  session.dispose();
});

it('running statistics of the averages draw no number of the steps', async () => {
  const run = async (averageStatistics: boolean) => {
    const generator = createGenerator(3);
    const model = new Sequential(new Dropout(0.5), new BatchNorm1d(1), new Linear(1, 1, { generator }));
    const session = training({
      model,
      loss: mse,
      optimizer: sgd(namedParameters(model), { learningRate: 0.1 }),
      train: loader(),
      epochs: 3,
      average: swa(namedParameters(model)),
      averageStatistics,
      generator,
    });
    const weights: number[][] = [];
    for await (const { type } of session)
      if (type === 'step') weights.push(numbers(stateDict(model[2] as Linear)));
    return weights;
  };
  expect(await run(true)).toEqual(await run(false));
});

it('averages can have running statistics of their own, estimated before each evaluation', async () => {
  const generator = createGenerator(3);
  const norm = new BatchNorm1d(4);
  const model = new Sequential(new Linear(1, 4, { generator }), norm, new Linear(4, 1, { generator }));
  const average = swa(namedParameters(model));
  const session = training({
    model,
    loss: mse,
    optimizer: sgd(namedParameters(model), { learningRate: 0.1 }),
    train: loader(),
    validation,
    epochs: 2,
    average,
    averageStatistics: true,
  });
  for await (const _ of session);
  const own = [...norm.runningMean!.toArray()];
  await updateBatchNorm(model, loader());
  expect(own).toEqual([...norm.runningMean!.toArray()]);
  session.dispose();
});

it('the statistics of the averages are not those of the weights that go on', async () => {
  const run = async (own: boolean) => {
    const generator = createGenerator(3);
    const norm = new BatchNorm1d(4);
    const model = new Sequential(new Linear(1, 4, { generator }), norm, new Linear(4, 1, { generator }));
    const session = training({
      model,
      loss: mse,
      optimizer: sgd(namedParameters(model), { learningRate: 0.1 }),
      train: loader(),
      validation,
      epochs: 3,
      average: swa(namedParameters(model)),
      ...(own && { averageStatistics: true }),
    });
    for await (const event of session) {
      if (event.type !== 'epoch') continue;
      const measured = session.evaluated().get('1.running_mean');
      if (own) expect([...measured!.toArray()]).not.toEqual([...norm.runningMean!.toArray()]);
      if (event.epoch === 2) session.stop();
    }
    session.dispose();
    return numbers(stateDict(model));
  };
  expect(await run(true)).toEqual(await run(false));
});
