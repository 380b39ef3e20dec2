import { backward, parameter, sum } from '@regopt/autograd';
import { createGenerator, normal, scope, type Tensor, tensor } from '@regopt/tensor';
import { expectClose } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { BatchNorm1d } from './batch-norm1d.ts';

describe('running statistics', () => {
  const batches = (dtype: 'f32' | 'f64'): Tensor[] => {
    const generator = createGenerator(5);
    return Array.from({ length: 7 }, (_, at) =>
      normal([6, 2], generator, { mean: at, standardDeviation: 1 + at, dtype }),
    );
  };

  for (const dtype of ['f32', 'f64'] as const) {
    it(`with momentum null are the averages of all batches' means and unbiased variances, in ${dtype}`, () =>
      scope(() => {
        const layer = new BatchNorm1d(2, { momentum: null, dtype });
        const columns: { mean: number; variance: number }[][] = [[], []];
        for (const x of batches(dtype)) {
          layer.forward(x, { training: true });
          const values = x.toArray();
          for (const channel of [0, 1]) {
            const column = Array.from({ length: 6 }, (_, row) => values[2 * row + channel]!);
            const mean = column.reduce((a, b) => a + b) / 6;
            const variance = column.reduce((total, value) => total + (value - mean) ** 2, 0) / 5;
            columns[channel]!.push({ mean, variance });
          }
        }
        const averageOf = (key: 'mean' | 'variance') => ({
          shape: [2],
          data: columns.map((all) => all.reduce((total, each) => total + each[key], 0) / all.length),
        });
        const absolute = dtype === 'f64' ? 1e-13 : 1e-4;
        expectClose(layer.runningMean!, averageOf('mean'), { absolute });
        expectClose(layer.runningVar!, averageOf('variance'), { absolute });
        expect(layer.numBatchesTracked!.item()).toBe(7);
      }));
  }

  it('move at a training pass without a backward pass, and are part of no gradient', () =>
    scope(() => {
      const layer = new BatchNorm1d(2);
      const x = parameter(
        tensor([
          [1, 2],
          [3, 5],
        ]),
      );
      const y = layer.forward(x, { training: true });
      expect([...layer.runningMean!.toArray()]).toEqual([0.2, 0.35].map(Math.fround));
      expect(layer.runningMean!.requiresGrad || layer.runningVar!.requiresGrad).toBe(false);
      const gradients = backward(sum(layer.forward(y)));
      expect([...gradients.keys()].map((each) => each.shape)).toHaveLength(3);
      expect(gradients.get(layer.runningMean!)).toBeUndefined();
    }));

  it('are constants in evaluation: gradients flow to x', () =>
    scope(() => {
      const layer = new BatchNorm1d(1, { dtype: 'f64', epsilon: 0 });
      layer.runningVar!.data()[0] = 4;
      const x = parameter(tensor([[1], [3]], { dtype: 'f64' }));
      expect([
        ...backward(sum(layer.forward(x)))
          .get(x)!
          .toArray(),
      ]).toEqual([0.5, 0.5]);
    }));

  it('outlive the scope that the layer is made and trained in', () => {
    const layer = scope(() => ({ made: new BatchNorm1d(2) })).made;
    scope(
      () =>
        void layer.forward(
          tensor([
            [1, 2],
            [3, 5],
          ]),
          { training: true },
        ),
    );
    expect(layer.numBatchesTracked!.item()).toBe(1);
    expect(layer.runningMean!.toArray()).toHaveLength(2);
  });
});
