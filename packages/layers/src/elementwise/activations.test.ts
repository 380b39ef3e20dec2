import { elu, gelu, leakyRelu, relu, sigmoid, silu, softplus, tanh } from '@regopt/autograd';
import { scope, type Tensor, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import type { Layer } from '../layer.ts';
import { describeLayer } from '../testing.ts';
import { Elu } from './elu.ts';
import { Gelu } from './gelu.ts';
import { LeakyRelu } from './leaky-relu.ts';
import { Relu } from './relu.ts';
import { Sigmoid } from './sigmoid.ts';
import { Silu } from './silu.ts';
import { Softplus } from './softplus.ts';
import { Tanh } from './tanh.ts';

const table: readonly (readonly [string, () => Layer, (x: Tensor) => Tensor])[] = [
  ['Elu', () => new Elu(), (x) => elu(x)],
  ['Elu of alpha 0.5', () => new Elu({ alpha: 0.5 }), (x) => elu(x, { alpha: 0.5 })],
  ['Gelu', () => new Gelu(), (x) => gelu(x)],
  [
    "Gelu of the paper's formula",
    () => new Gelu({ approximate: 'tanh' }),
    (x) => gelu(x, { approximate: 'tanh' }),
  ],
  ['LeakyRelu', () => new LeakyRelu(), (x) => leakyRelu(x)],
  ['LeakyRelu of slope 0.3', () => new LeakyRelu({ slope: 0.3 }), (x) => leakyRelu(x, { slope: 0.3 })],
  ['Relu', () => new Relu(), relu],
  ['Sigmoid', () => new Sigmoid(), sigmoid],
  ['Silu', () => new Silu(), silu],
  ['Softplus', () => new Softplus(), softplus],
  ['Tanh', () => new Tanh(), tanh],
];

for (const [name, create, op] of table) {
  describeLayer(name, { variants: [{ title: 'as a layer', create, input: [4, 5], output: [4, 5] }] });

  describe(name, () => {
    it('is the op of its name, in training and in evaluation', () =>
      scope(() => {
        const x = tensor([-3, -0.5, 0, 0.5, 3]);
        expect(create().forward(x).toArray()).toEqual(op(x).toArray());
        expect(create().forward(x, { training: true }).toArray()).toEqual(op(x).toArray());
      }));
  });
}

describe('activations', () => {
  it('refuse options out of range in the constructor', () => {
    expect(() => new Elu({ alpha: Number.POSITIVE_INFINITY })).toThrow(
      'Elu: alpha is a finite number, got Infinity.',
    );
    expect(() => new LeakyRelu({ slope: Number.NaN })).toThrow(
      'LeakyRelu: the slope is a finite number, got NaN.',
    );
    expect(() => new Gelu({ approximate: 'erf' as 'tanh' })).toThrow(
      `Gelu: approximate is 'none' or 'tanh', got "erf".`,
    );
  });
});
