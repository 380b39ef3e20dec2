import { createGenerator, ones, scope, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { Relu } from '../elementwise/relu.ts';
import type { Layer } from '../layer.ts';
import { BatchNorm1d } from '../normalize/batch-norm1d.ts';
import { Linear } from '../product/linear.ts';
import { Dropout } from '../random/dropout.ts';
import { stateDict } from '../state/state-dict.ts';
import { describeLayer } from '../testing.ts';
import { Sequential } from './sequential.ts';

describeLayer('Sequential', {
  variants: [
    {
      title: 'of a network with dropout',
      create: (setting) =>
        new Sequential(
          new Linear(4, 8, { ...setting, bias: false }),
          new BatchNorm1d(8, { dtype: setting.dtype }),
          new Relu(),
          new Dropout(0.5),
          new Linear(8, 3, setting),
        ),
      input: [6, 4],
      output: [6, 3],
      state: [
        ...['0.weight', '1.weight', '1.bias', '1.running_mean', '1.running_var', '1.num_batches_tracked'],
        ...['4.weight', '4.bias'],
      ],
      random: true,
    },
    {
      title: 'in a Sequential',
      create: (setting) => new Sequential(new Sequential(new Linear(4, 8, setting)), new Relu()),
      input: [6, 4],
      output: [6, 8],
      state: ['0.0.weight', '0.0.bias'],
    },
    { title: 'of nothing, the identity', create: () => new Sequential(), input: [6, 4], output: [6, 4] },
  ],
  errors: [
    [
      'refuses what is no layer',
      () => new Sequential(new Relu(), Math.abs as unknown as Layer),
      'Sequential: argument 1 has no forward(): a function.',
    ],
  ],
});

describe('Sequential', () => {
  it('numbers more than ten layers in order', () => {
    const generator = createGenerator(1);
    const model = new Sequential(
      ...Array.from({ length: 12 }, () => new Linear(1, 1, { generator, bias: false })),
    );
    expect([...stateDict(model).keys()]).toEqual(Array.from({ length: 12 }, (_, at) => `${at}.weight`));
  });

  it('provides its layers by index, in a loop, and as an array', () => {
    const layers = [new Relu(), new Dropout(), new Relu()];
    const model = new Sequential(...layers);
    expect(model.length).toBe(3);
    expect(model[1]).toBe(layers[1]);
    expect([...model]).toEqual(layers);
  });

  it('passes mode and generator on to every layer', () =>
    scope(() => {
      const model = new Sequential(new Dropout(0.5), new Dropout(0.5));
      const y = model.forward(ones([1000]), { training: true, generator: createGenerator(1) }).toArray();
      expect(new Set(y)).toEqual(new Set([0, 4]));
      expect(model.forward(tensor([1])).item()).toBe(1);
    }));
});
