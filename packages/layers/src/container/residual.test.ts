import { createGenerator, ones, scope, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { Relu } from '../elementwise/relu.ts';
import { Linear } from '../product/linear.ts';
import { Dropout } from '../random/dropout.ts';
import { describeLayer } from '../testing.ts';
import { Residual } from './residual.ts';
import { Sequential } from './sequential.ts';

const generator = createGenerator(1);

describeLayer('Residual', {
  variants: [
    {
      title: 'around a layer',
      create: (setting) => new Residual(new Linear(4, 4, setting)),
      input: [6, 4],
      output: [6, 4],
      state: ['inner.weight', 'inner.bias'],
    },
    {
      title: 'with a projection',
      create: (setting) =>
        new Residual(
          new Sequential(new Linear(4, 8, setting), new Dropout(0.3)),
          new Linear(4, 8, { ...setting, bias: false }),
        ),
      input: [6, 4],
      output: [6, 8],
      state: ['inner.0.weight', 'inner.0.bias', 'projection.weight'],
      random: true,
    },
  ],
  errors: [
    [
      'refuses an inner layer that changes the shape, instead of broadcasting',
      () => new Residual(new Linear(4, 1, { generator })).forward(ones([2, 4])),
      'Residual: inner gives [2,1] and the way around it [2,4]. Pass a projection that gives the same shape.',
    ],
  ],
});

describe('Residual', () => {
  it('adds its input to the output of the inner layer', () =>
    scope(() => {
      expect([...new Residual(new Relu()).forward(tensor([-1, 2])).toArray()]).toEqual([-1, 4]);
      expect([...new Residual(new Relu(), new Relu()).forward(tensor([-1, 2])).toArray()]).toEqual([0, 4]);
    }));
});
