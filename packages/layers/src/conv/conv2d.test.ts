import { createGenerator, ones } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { describeLayer } from '../testing.ts';
import { Conv2d, type Conv2dOptions } from './conv2d.ts';

const generator = createGenerator(1);

describeLayer('Conv2d', {
  variants: [
    {
      title: 'of a 3 x 3 kernel',
      create: (setting) => new Conv2d(2, 4, 3, setting),
      input: [2, 2, 6, 5],
      output: [2, 4, 4, 3],
      state: ['weight', 'bias'],
    },
    {
      title: 'in groups, without a bias, with all numbers different',
      create: (setting) =>
        new Conv2d(4, 2, [2, 3], {
          ...setting,
          bias: false,
          groups: 2,
          stride: [1, 2],
          padding: [1, 0],
          dilation: [2, 1],
        }),
      input: [1, 4, 5, 7],
      output: [1, 2, 5, 3],
      state: ['weight'],
    },
  ],
  golden: ({ inputs, outputs, kernelSize, ...options }, setting) =>
    new Conv2d(inputs!, outputs!, kernelSize!, { ...options, ...setting }),
  errors: [
    [
      'refuses inputs below 1',
      () => new Conv2d(0, 4, 3, { generator }),
      'Conv2d: inputs is a whole number >= 1, got 0.',
    ],
    [
      'refuses an empty kernel',
      () => new Conv2d(1, 4, [3, 0], { generator }),
      'Conv2d: kernelSize is a whole number >= 1 or a pair [height, width] of them, got [3,0].',
    ],
    [
      'refuses groups that do not divide',
      () => new Conv2d(4, 6, 3, { generator, groups: 4 }),
      'Conv2d: groups divides inputs and outputs, got 4 for 4 inputs and 6 outputs.',
    ],
    [
      'says how to give a generator',
      () => new Conv2d(1, 4, 3, {} as Conv2dOptions),
      'Conv2d: draws random numbers and was given no generator: ' +
        'new Conv2d(inputs, outputs, kernelSize, { generator }).',
    ],
    [
      'refuses pictures of other channels',
      () => new Conv2d(3, 4, 3, { generator }).forward(ones([1, 2, 5, 5])),
      'conv2d: channels differ: x [1,2,5,5] and weight [4,3,3,3], which takes 3 in 1 groups.',
    ],
    [
      'refuses a stride of 0',
      () => new Conv2d(1, 4, 3, { generator, stride: 0 }),
      'Conv2d: stride is a whole number >= 1 or a pair [height, width] of them, got 0.',
    ],
    [
      'refuses a negative padding',
      () => new Conv2d(1, 4, 3, { generator, padding: [1, -1] }),
      'Conv2d: padding is a whole number >= 0 or a pair [height, width] of them, got [1,-1].',
    ],
    [
      'refuses a dilation of half a step',
      () => new Conv2d(1, 4, 3, { generator, dilation: 0.5 }),
      'Conv2d: dilation is a whole number >= 1 or a pair [height, width] of them, got 0.5.',
    ],
  ],
});

describe('Conv2d', () => {
  it('draws its weights from +-1/sqrt(n), n the inputs of one output: its group times the kernel', () => {
    const { weight, bias } = new Conv2d(8, 64, [3, 2], { generator: createGenerator(1), groups: 4 });
    const bound = 1 / Math.sqrt((8 / 4) * 3 * 2);
    for (const drawn of [weight, bias!]) {
      const largest = Math.max(...drawn.toArray().map(Math.abs));
      expect(largest).toBeLessThanOrEqual(bound);
      expect(largest).toBeGreaterThan(0.9 * bound);
    }
  });
});
