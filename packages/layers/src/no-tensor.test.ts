import { createGenerator, type Tensor, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import * as layers from './index.ts';
import type { Layer } from './layer.ts';

const generator = createGenerator(1);
const relu = new layers.Relu();

const all: readonly Layer[] = [
  new layers.AvgPool2d(2),
  new layers.BatchNorm1d(2),
  new layers.BatchNorm2d(2),
  new layers.Conv2d(1, 1, 1, { generator }),
  new layers.Dropout(0.5),
  new layers.Dropout2d(0.5),
  new layers.Elu(),
  new layers.Embedding(2, 2, { generator }),
  new layers.Flatten(),
  new layers.Frozen(relu),
  new layers.GaussianNoise(1),
  new layers.Gelu(),
  new layers.LayerNorm(2),
  new layers.LeakyRelu(),
  new layers.Linear(2, 2, { generator }),
  new layers.MaxPool2d(2),
  relu,
  new layers.Residual(relu),
  new layers.Sequential(relu),
  new layers.Sigmoid(),
  new layers.Silu(),
  new layers.Softplus(),
  new layers.Tanh(),
];

describe('forward', () => {
  it('is tried with every layer', () => {
    const classes = Object.values(layers).filter((each) => 'forward' in (Object(each).prototype ?? {}));
    expect(
      classes.map(({ name }) => name).sort(),
      'packages/layers/src/no-tensor.test.ts: add each + to `all`, remove each -',
    ).toEqual(all.map((layer) => layer.constructor.name).sort());
  });

  it('refuses a value that is not a tensor, and says how to make one', () => {
    for (const layer of all) {
      const { name } = layer.constructor;
      for (const [given, text] of [
        [[[1, 2]], '[[1, 2]]'],
        [3, '3'],
        [undefined, 'undefined'],
        [new Float32Array(2), 'a Float32Array'],
      ] as unknown as [Tensor, string][]) {
        const operand = name === 'Embedding' ? 'indices' : 'x';
        for (const context of [undefined, { training: true, generator }]) {
          expect(() => layer.forward(given, context)).toThrow(
            new ValueError(`${name}.forward: ${operand} is a tensor, got ${text}; make one with tensor().`),
          );
        }
      }
    }
  });
});
