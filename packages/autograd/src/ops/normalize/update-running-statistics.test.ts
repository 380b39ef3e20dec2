import { ones, scope, tensor, zeros } from '@regopt/tensor';
import { expectClose } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { batchNorm } from './batch-norm.ts';
import { updateRunningStatistics } from './update-running-statistics.ts';

describe('updateRunningStatistics', () => {
  const running = (dtype: 'f32' | 'f64') => ({ mean: zeros([2], { dtype }), variance: ones([2], { dtype }) });

  for (const dtype of ['f32', 'f64'] as const) {
    it(`moves a tenth of the way to the batch's mean and unbiased variance, in ${dtype}`, () => {
      scope(() => {
        const own = running(dtype);
        // Means 2 and 20; sums of squared distances 2 and 200 over 3 - 1.
        const { statistics } = batchNorm(
          tensor(
            [
              [1, 10],
              [2, 20],
              [3, 30],
            ],
            { dtype },
          ),
        );
        updateRunningStatistics(own, statistics);
        const tolerance = { relative: 1e-6 };
        expectClose(own.mean, { shape: [2], data: [0.2, 2] }, tolerance);
        expectClose(own.variance, { shape: [2], data: [0.9 + 0.1, 0.9 + 10] }, tolerance);
      });
    });
  }

  it('is equal to the batch at momentum 1 and unchanged at momentum 0', () => {
    scope(() => {
      const own = running('f32');
      const { statistics } = batchNorm(
        tensor([
          [1, 10],
          [3, 30],
        ]),
      );
      updateRunningStatistics(own, statistics, { momentum: 0 });
      expect(own.mean.toNested()).toEqual([0, 0]);
      updateRunningStatistics(own, statistics, { momentum: 1 });
      expect(own.mean.toNested()).toEqual([2, 20]);
      expect(own.variance.toNested()).toEqual([2, 200]);
    });
  });

  it('ignores the side of weight 0, which may be infinite', () => {
    scope(() => {
      const batch = { mean: tensor([2]), variance: tensor([3]), count: 4 };
      const infinite = () => ({ mean: tensor([Infinity]), variance: tensor([Infinity]) });
      const own = infinite();
      updateRunningStatistics(own, batch, { momentum: 1 });
      expect([own.mean.item(), own.variance.item()]).toEqual([2, 4]);
      updateRunningStatistics(own, { ...infinite(), count: 4 }, { momentum: 0 });
      expect([own.mean.item(), own.variance.item()]).toEqual([2, 4]);
    });
  });

  it('refuses a momentum outside 0..1 and channels that differ', () => {
    scope(() => {
      const { statistics } = batchNorm(
        tensor([
          [1, 10, 1],
          [3, 30, 2],
        ]),
      );
      expect(() => updateRunningStatistics(running('f32'), statistics, { momentum: 1.5 })).toThrow(
        'updateRunningStatistics: momentum lies in 0..1, got 1.5.',
      );
      expect(() => updateRunningStatistics(running('f32'), statistics)).toThrow(
        "updateRunningStatistics: running statistics [2] do not fit the batch's [3].",
      );
      expect(() => updateRunningStatistics(running('f64'), statistics)).toThrow(
        'updateRunningStatistics: dtypes differ: f64, f64, f32, f32. Use cast().',
      );
    });
  });
});
