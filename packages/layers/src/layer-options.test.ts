import { createGenerator, ones, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import {
  BatchNorm1d,
  Conv2d,
  Dropout,
  Dropout2d,
  Frozen,
  GaussianNoise,
  Linear,
  l1Penalty,
  l2Penalty,
  partStatistics,
  Sequential,
  xavierNormal,
} from './index.ts';

const generator = createGenerator(1);
const weight = ones([2, 2]);
const linear = new Linear(2, 2, { generator });

describe('an argument of the wrong type', () => {
  it.each([
    [() => new Dropout('0.2' as never), 'Dropout: probability lies in 0..1, got "0.2".'],
    [() => new Dropout({ p: 0.2 } as never), 'Dropout: probability lies in 0..1, got { p }.'],
    [
      () => new GaussianNoise('1' as never),
      'GaussianNoise: standardDeviation is a finite number >= 0, got "1".',
    ],
    [() => new Linear('2' as never, 2, { generator }), 'Linear: inputs is a whole number >= 1, got "2".'],
    [() => new Linear(2, 2, 1 as never), 'Linear: options are an object of generator, bias, dtype, got 1.'],
    [
      () => new Linear(2, 2, { generatr: generator } as never),
      'Linear: unknown option "generatr"; did you mean "generator"?',
    ],
    [() => new Linear(2, 2, undefined as never), 'Linear: draws random numbers and was given no generator'],
    [
      () => xavierNormal(weight, { generatr: generator } as never),
      'xavierNormal: unknown option "generatr"; did you mean "generator"?',
    ],
    [
      () => new Conv2d(1, 2, { kernelSize: 3 } as never, { generator }),
      'Conv2d: kernelSize is a whole number >= 1 or a pair [height, width] of them, got { kernelSize }.',
    ],
    [
      () => l2Penalty(new Sequential(linear) as never, 0.1),
      'l2Penalty: takes tensors, as parameters(model) gives them, got a Sequential.',
    ],
    [() => l2Penalty(linear as never, 0.1), 'parameters(model) gives them, got a Linear.'],
    [() => l1Penalty(null as never, 0.1), 'parameters(model) gives them, got null.'],
    [
      () => new Linear(2, 2, { generator: 1 as never }),
      'Linear: generator is what createGenerator(seed) gives, got 1.',
    ],
  ])('is shown as it is: %s', (make, message) => {
    expect(make).toThrow(ValueError);
    expect(make).toThrow(message);
  });
});

describe('the context of a forward pass', () => {
  const layers = [
    new Dropout(0.5),
    new Dropout2d(0.5),
    new GaussianNoise(1),
    new BatchNorm1d(2),
    new Frozen(new Linear(2, 2, { generator })),
  ];

  it.each(layers.map((layer) => [layer.constructor.name, layer] as const))(
    'is read by %s, which refuses a misspelt entry instead of silently evaluating',
    (name, layer) => {
      const forward = (context: unknown) => () => layer.forward(ones([2, 2]), context as never);
      expect(forward({ train: true })).toThrow(
        `${name}: forward: unknown option "train"; did you mean "training"?`,
      );
      expect(forward({ trainning: true })).toThrow('did you mean "training"?');
      expect(forward({ gen: generator })).toThrow('did you mean "generator"?');
      expect(forward({ statistic: partStatistics() })).toThrow('did you mean "statistics"?');
      expect(forward({ training: true, statistics: [] })).toThrow(
        `${name}: forward: statistics is a collector, as partStatistics() gives one, got [].`,
      );
      expect(forward({ training: 'yes' })).toThrow(`${name}: forward: training is a boolean, got "yes".`);
      expect(forward(true)).toThrow(
        `${name}: forward: the context is an object such as { training: true }, got true.`,
      );
    },
  );

  it("may have other entries, for a user's own layers", () => {
    for (const more of [
      { temperature: 2 },
      { trainingStep: 7 },
      { trainer: {} },
      { generation: 3 },
      { statistic: 3 },
      { train: 1 },
    ])
      for (const context of [more, { training: true, generator, ...more }])
        expect(() => new Dropout(0.5).forward(ones([2, 2]), context as object)).not.toThrow();
  });
});
