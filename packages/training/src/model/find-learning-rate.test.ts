import { add, crossEntropy, mean, mul } from '@regopt/autograd';
import { createLoader, twoMoons } from '@regopt/data';
import {
  BatchNorm1d,
  Dropout,
  type Layer,
  Linear,
  namedParameters,
  Relu,
  Sequential,
  stateDict,
} from '@regopt/layers';
import { adamw, sgd } from '@regopt/optim';
import { createGenerator, isTensor, memory, ones, scope, type Tensor, zeros } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { fit } from '../session/fit.ts';
import { findLearningRate } from './find-learning-rate.ts';
import { steepestFall } from './steepest-fall.ts';

const valuesOf = (tensors: ReadonlyMap<string, Tensor>) =>
  Array.from(tensors, ([name, each]): [string, number[]] => [name, [...each.toArray()]]);

function setUp() {
  const generator = createGenerator(1);
  const model = new Sequential(
    new Linear(2, 16, { generator }),
    new BatchNorm1d(16),
    new Dropout(0.2),
    new Relu(),
    new Linear(16, 2, { generator }),
  );
  const [head, ...rest] = [...namedParameters(model)].reverse();
  const groups = [{ parameters: new Map([head!]), learningRate: 0.05 }, { parameters: new Map(rest) }];
  return {
    ...{ model, loss: crossEntropy, generator, optimizer: adamw(groups, { learningRate: 0.01 }) },
    train: createLoader(twoMoons({ count: 100, seed: 1 }), { batchSize: 20, shuffle: true }),
  };
}

/** A test in which the losses of the steps are these, whatever the rate. */
function test(losses: readonly number[], range: { from?: number; to?: number } = {}) {
  const model = new Linear(1, 1, { generator: createGenerator(1) });
  let step = 0;
  return findLearningRate({
    ...{ model, optimizer: sgd(namedParameters(model)), compile: false, steps: losses.length, ...range },
    loss: (outputs) => add(mul(mean(outputs), 0), losses[step++]!),
    train: createLoader({ inputs: ones([4, 1]), targets: zeros([4, 1]) }, { batchSize: 4 }),
  });
}

describe('findLearningRate', () => {
  it('tries rates that grow exponentially, and smooths the loss without bias', async () => {
    const { rates, losses } = await test([3, 2, 1, 1, 1], { from: 0.001, to: 10 });
    expect(rates).toHaveLength(5);
    for (const [i, rate] of [0.001, 0.01, 0.1, 1, 10].entries()) expect(rates[i]! / rate).toBeCloseTo(1, 12);
    for (const [from, to] of [
      [1e-7, 0.01],
      [1e-7, 10],
      [0.3, 0.7],
    ] as const) {
      const { rates } = await test([1, 1, 1, 1, 1, 1, 1], { from, to });
      expect([rates[0], rates.at(-1)]).toEqual([from, to]);
      expect([...rates].sort((a, b) => a - b)).toEqual(rates);
    }
    expect(losses[0]).toBeCloseTo(3, 12);
    expect(losses[1]).toBeCloseTo((0.98 * 0.02 * 3 + 0.02 * 2) / (1 - 0.98 * 0.98), 12);
  });

  it('stops when the smoothed loss is 4 times its least value, also of losses below 0', async () => {
    // The second smoothed loss is (0.98 first + second) / 1.98.
    expect((await test([1, 6.8, 1])).losses).toHaveLength(3);
    expect((await test([1, 7, 1])).losses).toHaveLength(2);
    expect((await test([-1, 4.8, -1])).losses).toHaveLength(3);
    expect((await test([-1, 5, -1])).losses).toHaveLength(2);
  });

  it('stops at a loss that is not finite, which is not in the result', async () => {
    for (const bad of [NaN, Infinity]) {
      const { losses, rates } = await test([1, 1, bad, 1]);
      expect([losses.length, rates.length]).toEqual([2, 2]);
    }
  });

  it('suggests the rate of the steepest fall, without the first 10 losses and the last one', async () => {
    const falling = Array.from({ length: 40 }, (_, i) => (i < 25 ? 3 : 1));
    const { rates, suggestion } = await test(falling);
    expect(Math.abs(rates.indexOf(suggestion!) - 25.5)).toBeLessThan(2);
    const rising = Array.from({ length: 40 }, (_, i) => (i === 39 ? -1000 : 1 + i / 10));
    expect((await test(rising)).suggestion).toBe(undefined);
    expect((await test([3, 2, 1])).suggestion).toBe(undefined);
  });

  it('stops at 4 times the least loss, and suggests a rate at which a training falls fast', async () => {
    const { rates, losses, suggestion } = await findLearningRate({ ...setUp(), to: 1000, steps: 120 });
    expect(rates.length).toBeLessThan(120);
    const least = Math.min(...losses);
    expect(losses.at(-1)!).toBeGreaterThan(4 * least);
    expect(losses.slice(0, -1).every((loss) => loss <= 4 * least)).toBe(true);
    // Of the losses without the first 10 and the last.
    expect(suggestion).toBe(rates[10 + steepestFall(losses.slice(10, -1), 6)!]);
    expect(suggestion!).toBeGreaterThan(1e-4);
    expect(suggestion!).toBeLessThan(1);
    const trained = setUp();
    trained.optimizer.learningRate = suggestion!;
    const { history } = await fit({ ...trained, epochs: 3 });
    expect(history[2]!.train.loss).toBeLessThan(history[0]!.train.loss);
  });

  for (const failing of [false, true]) {
    it(`leaves everything as it was, to the bit${failing ? ', after an error too' : ''}`, async () => {
      const options = setUp();
      await fit({ ...options, steps: 7 });
      const { model, optimizer, generator, train } = options;
      const snapshot = () => ({
        model: valuesOf(stateDict(model)),
        moments: scope(() => valuesOf(optimizer.state())),
        rates: [optimizer.learningRate, ...optimizer.groups.map(({ learningRate }) => learningRate)],
        generator: generator.state(),
        epoch: train.nextEpoch,
      });
      const former = snapshot();
      const before = memory().buffers;
      let calls = 0;
      const loss: typeof crossEntropy = (...given) => {
        if (failing && ++calls === 9) throw new Error('the ninth step');
        return crossEntropy(...given);
      };
      const found = findLearningRate({ ...options, loss, compile: !failing });
      if (failing) await expect(found).rejects.toThrow('the ninth step');
      else await found;
      // Fewer where the garbage collector has freed those of earlier tests.
      expect(memory().buffers).toBeLessThanOrEqual(before);
      expect(snapshot()).toEqual(former);
    });
  }

  it('leaves an optimizer that has not stepped without moments', async () => {
    const options = setUp();
    await findLearningRate({ ...options, steps: 12 });
    const names = [...options.optimizer.state()].filter(([, each]) => isTensor(each) && each.rank > 0);
    expect(names).toEqual([]);
  });

  it('refuses options out of range, and those of fit that have no place here', async () => {
    const refuse = (options: object, message: string) =>
      expect(findLearningRate({ ...setUp(), ...options })).rejects.toThrow(message);
    const range = 'findLearningRate: the rates go from a number > 0 to a larger one, got from';
    await refuse({ from: 0 }, `${range} 0 to 10.`);
    await refuse({ from: 2, to: 1 }, `${range} 2 to 1.`);
    await refuse({ to: Infinity }, `${range} 1e-7 to Infinity.`);
    await refuse({ steps: 1 }, 'findLearningRate: steps is a whole number >= 2, got 1.');
    await refuse({ epochs: 3 }, 'findLearningRate: unknown option "epochs"');
    const group = { parameters: namedParameters(setUp().model), learningRate: 0.1 };
    await refuse(
      { optimizer: sgd([group], { learningRate: 0 }) },
      'findLearningRate: group 0 of the optimizer has the rate 0.1, and the base rate is 0, so that there ' +
        'is no ratio to keep. Give the optimizer a learningRate > 0.',
    );
    await refuse({ loss: undefined }, 'findLearningRate: needs a loss, such as crossEntropy, got undefined.');
    await refuse({ model: {} as Layer }, 'findLearningRate: needs a model with a forward function, got {}.');
  });
});

describe('the steepest fall', () => {
  it('is the place of the least slope between neighbours for a reach of 1', () => {
    for (const [values, place] of [
      [[5, 4.5, 3, 2.9, 2.8, 4], 1],
      [[4, 4, 3, 1, 0.5, 0.5, 2], 2],
      [[3, 2, 1, 0], 1],
      [[3, 1], undefined],
      [[1, 2, 3], undefined],
      [[], undefined],
    ] as const)
      expect(steepestFall(values, 1)).toBe(place);
  });

  it('is not decided by a single step with a longer reach', () => {
    const values = [10, 10, 8.9, 10, 10, 10, 9.5, 9, 8.5, 8, 8];
    expect(steepestFall(values, 1)).toBe(1);
    expect(steepestFall(values, 2)).toBe(7);
  });
});
