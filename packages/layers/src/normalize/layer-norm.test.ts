import { ones } from '@regopt/tensor';
import { describeLayer } from '../testing.ts';
import { LayerNorm } from './layer-norm.ts';

describeLayer('LayerNorm', {
  variants: [
    {
      title: 'over the last axis',
      create: ({ dtype }) => new LayerNorm(5, { dtype }),
      input: [2, 3, 5],
      output: [2, 3, 5],
      state: ['weight', 'bias'],
    },
    {
      title: 'over the last two axes',
      create: ({ dtype }) => new LayerNorm([3, 5], { dtype }),
      input: [2, 3, 5],
      output: [2, 3, 5],
      state: ['weight', 'bias'],
    },
    {
      title: 'without scale and shift',
      create: ({ dtype }) => new LayerNorm(5, { dtype, affine: false }),
      input: [2, 5],
      output: [2, 5],
    },
  ],
  golden: ({ shape, ...options }, { dtype }) => new LayerNorm(shape!, { ...options, dtype }),
  errors: [
    [
      'refuses a shape without axes',
      () => new LayerNorm([]),
      'LayerNorm: the shape needs at least one axis, got [].',
    ],
    [
      'refuses a size below 1',
      () => new LayerNorm([3, 0]),
      'LayerNorm: each size is a whole number >= 1, got 0.',
    ],
    [
      'refuses x that ends in another size',
      () => new LayerNorm(5).forward(ones([2, 4])),
      'layerNorm: x [2,4] does not end in the normalised shape [5], of one axis or more.',
    ],
    [
      'refuses a negative epsilon',
      () => new LayerNorm(5, { epsilon: -1 }),
      'LayerNorm: epsilon is a number >= 0, got -1.',
    ],
  ],
});
