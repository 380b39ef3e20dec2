import { ones } from '@regopt/tensor';
import { describeLayer } from '../testing.ts';
import { BatchNorm2d } from './batch-norm2d.ts';

describeLayer('BatchNorm2d', {
  variants: [
    {
      title: 'of pictures',
      create: ({ dtype }) => new BatchNorm2d(3, { dtype }),
      input: [2, 3, 4, 5],
      output: [2, 3, 4, 5],
      state: ['weight', 'bias', 'running_mean', 'running_var', 'num_batches_tracked'],
    },
  ],
  golden: ({ features, ...options }, { dtype }) => new BatchNorm2d(features!, { ...options, dtype }),
  errors: [
    [
      'refuses vectors',
      () => new BatchNorm2d(3).forward(ones([2, 3])),
      'BatchNorm2d: takes x [N,C,H,W], got [2,3].',
    ],
    [
      'refuses to train on one picture of one pixel',
      () => new BatchNorm2d(2).forward(ones([1, 2, 1, 1]), { training: true }),
      'batchNorm: Expected more than 1 value per channel when training, got input size [1, 2, 1, 1].',
    ],
    [
      'refuses a negative epsilon',
      () => new BatchNorm2d(2, { epsilon: -1 }),
      'BatchNorm2d: epsilon is a number >= 0, got -1.',
    ],
  ],
});
