import { add, backward, crossEntropy, mul } from '@regopt/autograd';
import { sgd } from '@regopt/optim';
import {
  compile,
  copyInto,
  createGenerator,
  DisposedError,
  keep,
  normal,
  scope,
  type Tensor,
  tensor,
  ValueError,
  viewSlice,
  zeros,
} from '@regopt/tensor';
import { expectClose } from '@regopt/tensor/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frozen } from '../container/frozen.ts';
import { Residual } from '../container/residual.ts';
import { Sequential } from '../container/sequential.ts';
import { Conv2d } from '../conv/conv2d.ts';
import { Relu } from '../elementwise/relu.ts';
import type { Layer } from '../layer.ts';
import { Linear } from '../product/linear.ts';
import { Flatten } from '../shape/flatten.ts';
import { namedBuffers } from '../state/named-buffers.ts';
import { parameters } from '../state/parameters.ts';
import { BatchNorm1d } from './batch-norm1d.ts';
import { BatchNorm2d } from './batch-norm2d.ts';
import { partStatistics } from './part-statistics.ts';

const buffersOf = (layer: Layer): number[][] =>
  [...namedBuffers(layer).values()].map((each) => [...each.toArray()]);

/** The rows of x in parts that start where `starts` say. */
const cut = (x: Tensor, starts: readonly number[]): Tensor[] =>
  starts.map((start, i) => viewSlice(x, 0, start, starts[i + 1] ?? x.shape[0]!));

const network = (momentum: number | null): Sequential => {
  const generator = createGenerator(1);
  return new Sequential(
    new Conv2d(1, 3, 3, { generator, padding: 1 }),
    new BatchNorm2d(3, { momentum }),
    new Relu(),
    new Flatten(),
    new Linear(27, 4, { generator }),
    new Residual(new Sequential(new BatchNorm1d(4, { momentum }), new Relu())),
    new BatchNorm1d(4, { momentum, trackRunningStatistics: false }),
    new Linear(4, 2, { generator }),
  );
};

describe('a forward pass that collects batch statistics', () => {
  for (const momentum of [0.1, null]) {
    it(`of one part moves the running statistics by the bits of a pass without, momentum ${momentum}`, () =>
      scope(() => {
        const [own, collected] = [network(momentum), network(momentum)];
        const generator = createGenerator(2);
        for (let i = 0; i < 3; i++) {
          const x = normal([5, 1, 3, 3], generator, { mean: i });
          const statistics = partStatistics();
          const y = collected.forward(x, { training: true, statistics });
          expect(y.toArray()).toEqual(own.forward(x, { training: true }).toArray());
          expect(statistics.batches.size).toBe(2);
          statistics.commit();
          expect(statistics.batches.size).toBe(0);
          expect(buffersOf(collected)).toEqual(buffersOf(own));
        }
      }));
  }

  it('leaves the running statistics and the count of batches as they are', () =>
    scope(() => {
      const model = network(0.1);
      const before = buffersOf(model);
      const statistics = partStatistics();
      for (let i = 0; i < 2; i++)
        model.forward(normal([5, 1, 3, 3], createGenerator(2)), { training: true, statistics });
      expect(buffersOf(model)).toEqual(before);
      expect([...statistics.batches.values()].map((each) => each.length)).toEqual([2, 2]);
    }));

  it('collects nothing in evaluation, and nothing of frozen layers', () =>
    scope(() => {
      const [layer, frozen] = [new BatchNorm1d(2), new Frozen(new BatchNorm1d(2))];
      const statistics = partStatistics();
      const x = normal([5, 2], createGenerator(2));
      layer.forward(x, { training: false, statistics });
      layer.forward(x, { statistics });
      frozen.forward(x, { training: true, statistics });
      expect(statistics.batches.size).toBe(0);
    }));

  it('may give them to any object with add', () =>
    scope(() => {
      const layer = new BatchNorm1d(1);
      const found: unknown[] = [];
      const statistics = { add: (...all: unknown[]) => void found.push(all) };
      layer.forward(tensor([[1], [3]]), { training: true, statistics });
      expect(found).toEqual([[layer, expect.objectContaining({ count: 2 })]]);
    }));
});

describe('partStatistics', () => {
  it('averages means and unbiased variances of the parts, weighted by their rows', () =>
    scope(() => {
      fc.assert(
        fc.property(
          fc.array(fc.integer({ min: 2, max: 5 }), { minLength: 1, maxLength: 9 }),
          fc.integer({ min: 1, max: 1000 }),
          fc.constantFrom(0.1, null),
          (sizes, seed, momentum) =>
            scope(() => {
              const rows = sizes.reduce((a, b) => a + b);
              const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((a, b) => a + b, 0));
              const x = normal([rows, 2], createGenerator(seed), { mean: 3, dtype: 'f64' });
              const layer = new BatchNorm1d(2, { momentum, dtype: 'f64' });
              const statistics = partStatistics();
              for (const part of cut(x, starts)) layer.forward(part, { training: true, statistics });
              statistics.commit();
              const values = x.toArray();
              const factor = momentum ?? 1;
              const expected = [0, 1].map((channel) => {
                let [average, variance] = [0, 0];
                for (const [i, size] of sizes.entries()) {
                  const part = Array.from(
                    { length: size },
                    (_, r) => values[2 * (starts[i]! + r) + channel]!,
                  );
                  const mean = part.reduce((a, b) => a + b) / size;
                  average += (size / rows) * mean;
                  variance += ((size / rows) * part.reduce((a, b) => a + (b - mean) ** 2, 0)) / (size - 1);
                }
                return { average: factor * average, variance: 1 - factor + factor * variance };
              });
              const close = { absolute: 1e-12 };
              expectClose(layer.runningMean!, { shape: [2], data: expected.map((e) => e.average) }, close);
              expectClose(layer.runningVar!, { shape: [2], data: expected.map((e) => e.variance) }, close);
              expect(layer.numBatchesTracked!.item()).toBe(1);
            }),
        ),
        { numRuns: 30 },
      );
    }));

  it('adds equal parts to their own bits', () =>
    scope(() => {
      const [own, collected] = [new BatchNorm1d(1, { momentum: 1 }), new BatchNorm1d(1, { momentum: 1 })];
      const x = normal([4, 1], createGenerator(3));
      own.forward(x, { training: true });
      const statistics = partStatistics();
      for (let i = 0; i < 8; i++) collected.forward(x, { training: true, statistics });
      statistics.commit();
      expect(collected.runningMean!.item()).toBe(own.runningMean!.item());
      // Not its bits: (n - 1) / n of all and of a part are rounded on their own.
      expectClose(collected.runningVar!, own.runningVar!, { relative: 3e-7 });
    }));

  it('moves a layer that runs twice in a pass once', () =>
    scope(() => {
      const layer = new BatchNorm1d(1, { momentum: 1 });
      const statistics = partStatistics();
      new Sequential(layer, layer).forward(tensor([[1], [3]]), { training: true, statistics });
      statistics.commit();
      expect(layer.numBatchesTracked!.item()).toBe(1);
      expectClose(layer.runningMean!, tensor([1]), { absolute: 1e-6 });
    }));

  it.each([1, 2])(
    "is returned by each of %i parts' scopes, which else free it: an error that moves no layer",
    (parts) =>
      scope(() => {
        const layers = [new BatchNorm1d(1), new BatchNorm1d(1)];
        const statistics = partStatistics();
        const x = tensor([[1], [3]]);
        for (let part = 0; part < parts; part++) {
          scope(() => {
            layers[0]!.forward(x, { training: true, statistics });
            return statistics;
          });
          scope(() => void layers[1]!.forward(x, { training: true, statistics }));
        }
        const before = layers.map(buffersOf);
        expect(() => statistics.commit()).toThrow(DisposedError);
        expect(layers.map(buffersOf)).toEqual(before);
      }),
  );

  for (const momentum of [0.1, null]) {
    it(`is captured: a compiled step over parts gives the eager bits, momentum ${momentum}`, () =>
      scope(() => {
        const train = (compiled: boolean): number[][] => {
          const model = network(momentum);
          const optimizer = sgd(parameters(model), { learningRate: 0.05 });
          const sums = parameters(model).map((each) => keep(zeros(each.shape)));
          const step = (x: Tensor, labels: Tensor): Tensor => {
            const statistics = partStatistics();
            const starts = [0, 2, 4, 6, 8];
            const losses = cut(x, starts).map((part, i) => {
              const own = cut(labels, starts)[i]!;
              return scope(() => {
                const logits = model.forward(part, { training: true, statistics });
                const loss = mul(crossEntropy(logits, own), part.shape[0]! / 11);
                return { gradients: backward(loss), loss, statistics };
              });
            });
            statistics.commit();
            for (const [i, each] of parameters(model).entries()) {
              const all = losses.map(({ gradients }) => gradients.get(each)!);
              copyInto(
                sums[i]!,
                all.reduce((a, b) => add(a, b)),
              );
            }
            optimizer.step(new Map(parameters(model).map((each, i) => [each, sums[i]!])));
            return losses.at(-1)!.loss;
          };
          const call = compiled ? compile(step) : (x: Tensor, y: Tensor) => scope(() => step(x, y));
          const generator = createGenerator(4);
          const labels = tensor([0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1], { dtype: 'i32' });
          return Array.from({ length: 6 }, (_, i) => {
            const loss = call(normal([11, 1, 3, 3], generator, { mean: i }), labels);
            return [loss.item(), ...buffersOf(model).flat(), ...parameters(model)[0]!.toArray()];
          });
        };
        expect(train(true)).toEqual(train(false));
      }));
  }
});

describe('track', () => {
  it.each([
    [
      { mean: zeros([3]), variance: zeros([2]), count: 4 },
      'batch.mean is [2], one for each channel, got [3].',
    ],
    [
      { mean: zeros([2]), variance: zeros([1]), count: 4 },
      'batch.variance is [2], one for each channel, got [1].',
    ],
    [
      { mean: zeros([2]), variance: zeros([2]), count: 1 },
      'batch.count is the number of values of a channel, >= 2, got 1.',
    ],
    [{ mean: zeros([2]) }, 'batch.variance is a tensor, got undefined; make one with tensor().'],
    [undefined, 'batch.mean is a tensor, got undefined; make one with tensor().'],
  ])('refuses what is no batch of its channels, and counts none: %#', (batch, message) => {
    for (const momentum of [0.1, null]) {
      const layer = new BatchNorm1d(2, { momentum });
      expect(() => layer.track(batch as never)).toThrow(`BatchNorm1d.track: ${message}`);
      expect(layer.numBatchesTracked!.item()).toBe(0);
    }
  });

  it('refuses statistics that were freed, and counts none', () => {
    const layer = new BatchNorm1d(2);
    const batch = { mean: zeros([2]), variance: zeros([2]), count: 4 };
    batch.variance.dispose();
    expect(() => layer.track(batch)).toThrow(DisposedError);
    expect(() => layer.track(batch)).toThrow("BatchNorm1d.track: the tensor's memory was freed");
    expect(layer.numBatchesTracked!.item()).toBe(0);
  });

  it('refuses a layer without running statistics', () => {
    const layer = new BatchNorm2d(2, { trackRunningStatistics: false });
    const batch = { mean: zeros([2]), variance: zeros([2]), count: 4 };
    expect(() => layer.track(batch)).toThrow(ValueError);
    expect(() => layer.track(batch)).toThrow(
      'BatchNorm2d.track: the layer keeps no running statistics (trackRunningStatistics: false).',
    );
  });
});
