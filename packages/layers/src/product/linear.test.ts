import { createGenerator, ones } from '@regopt/tensor';
import { describeLayer } from '../testing.ts';
import { Linear, type LinearOptions } from './linear.ts';

const generator = createGenerator(1);

describeLayer('Linear', {
  variants: [
    {
      title: 'of a batch',
      create: (setting) => new Linear(4, 3, setting),
      input: [5, 4],
      output: [5, 3],
      state: ['weight', 'bias'],
    },
    {
      title: 'without a bias, of a batch of sequences',
      create: (setting) => new Linear(4, 3, { ...setting, bias: false }),
      input: [2, 5, 4],
      output: [2, 5, 3],
      state: ['weight'],
    },
  ],
  golden: ({ inputs, outputs, bias }, setting) => new Linear(inputs!, outputs!, { ...setting, bias: bias! }),
  errors: [
    [
      'refuses inputs below 1',
      () => new Linear(0, 3, { generator }),
      'Linear: inputs is a whole number >= 1, got 0.',
    ],
    [
      'refuses outputs that are no whole number',
      () => new Linear(4, 2.5, { generator }),
      'Linear: outputs is a whole number >= 1, got 2.5.',
    ],
    [
      'says how to give a generator',
      () => new Linear(4, 3, {} as LinearOptions),
      'Linear: draws random numbers and was given no generator: new Linear(inputs, outputs, { generator }).',
    ],
    [
      'refuses x of another length',
      () => new Linear(4, 3, { generator }).forward(ones([2, 5])),
      'linear: x [2,5] does not fit a weight [3,4] of [outputs, inputs].',
    ],
  ],
});
