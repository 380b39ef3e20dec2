import { ones } from '@regopt/tensor';
import { describeLayer } from '../testing.ts';
import { BatchNorm1d } from './batch-norm1d.ts';

const state = ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked'];

describeLayer('BatchNorm1d', {
  variants: [
    {
      title: 'of vectors',
      create: ({ dtype }) => new BatchNorm1d(3, { dtype }),
      input: [5, 3],
      output: [5, 3],
      state,
    },
    {
      title: 'of sequences, with momentum null',
      create: ({ dtype }) => new BatchNorm1d(3, { dtype, momentum: null }),
      input: [2, 3, 4],
      output: [2, 3, 4],
      state,
    },
    {
      title: 'without scale and shift',
      create: ({ dtype }) => new BatchNorm1d(3, { dtype, affine: false }),
      input: [5, 3],
      output: [5, 3],
      state: state.slice(2),
    },
    {
      title: 'without running statistics',
      create: ({ dtype }) => new BatchNorm1d(3, { dtype, trackRunningStatistics: false }),
      input: [5, 3],
      output: [5, 3],
      state: state.slice(0, 2),
    },
  ],
  golden: ({ features, ...options }, { dtype }) => new BatchNorm1d(features!, { ...options, dtype }),
  errors: [
    [
      'refuses features below 1',
      () => new BatchNorm1d(0),
      'BatchNorm1d: features is a whole number >= 1, got 0.',
    ],
    [
      'refuses a momentum above 1',
      () => new BatchNorm1d(3, { momentum: 1.5 }),
      'BatchNorm1d: momentum lies in 0..1 or is null, got 1.5.',
    ],
    [
      'refuses an epsilon that is no number',
      () => new BatchNorm1d(3, { epsilon: Number.NaN }),
      'BatchNorm1d: epsilon is a number >= 0, got NaN.',
    ],
    [
      'refuses pictures',
      () => new BatchNorm1d(3).forward(ones([2, 3, 4, 4])),
      'BatchNorm1d: takes x [N,C] or [N,C,L], got [2,3,4,4].',
    ],
    [
      'refuses another number of channels',
      () => new BatchNorm1d(3).forward(ones([2, 4]), { training: true }),
      'batchNorm: gamma [3] does not fit the 4 channels of x [2,4].',
    ],
    [
      'refuses to train on one value per channel',
      () => new BatchNorm1d(2).forward(ones([1, 2]), { training: true }),
      'batchNorm: Expected more than 1 value per channel when training, got input size [1, 2].',
    ],
    [
      'refuses one value per channel in evaluation too where there are no running statistics',
      () => new BatchNorm1d(2, { trackRunningStatistics: false }).forward(ones([1, 2])),
      'batchNorm: Expected more than 1 value per channel when training, got input size [1, 2].',
    ],
  ],
});
