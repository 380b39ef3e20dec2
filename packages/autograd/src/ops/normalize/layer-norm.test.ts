import { ones, scalar, tensor } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backward } from '../../backward.ts';
import { expectTakesViews } from '../../testing/expect-takes-views.ts';
import { anyShape, describeOp, distinct, type OpCase } from '../../testing/index.ts';
import { sum } from '../reduce/sum.ts';
import { type LayerNormOptions, layerNorm } from './layer-norm.ts';

type Options = Pick<LayerNormOptions, 'shape' | 'epsilon'>;

const cases: fc.Arbitrary<OpCase<Options>> = anyShape({ minRank: 1 }).chain((x) =>
  fc
    .record({
      axes: fc.integer({ min: 1, max: x.length }),
      operands: fc.integer({ min: 1, max: 3 }),
      epsilon: fc.constantFrom(1e-5, 1e-2, 1),
    })
    .map(({ axes, operands, epsilon }) => {
      const shape = x.slice(-axes);
      return { shapes: [x, shape, shape].slice(0, operands), options: { shape, epsilon } };
    }),
);

describeOp<Options>('layerNorm', {
  op: ([x, gamma, beta], options) => layerNorm(x!, { gamma, beta, ...options }),
  cases,
  always: [
    { shapes: [[0, 3], [3], [3]], options: {} },
    { shapes: [[2, 0], [0], [0]], options: {} },
    { shapes: [[2, 1], [1], [1]], options: {} },
    { shapes: [[4]], options: {} },
    {
      shapes: [
        [2, 3, 2],
        [3, 2],
        [3, 2],
      ],
      options: {},
    },
  ],
  domain: [distinct],
  secondDerivative: false,
  errors: [
    [
      'refuses a gamma that x does not end in',
      () => layerNorm(ones([2, 3]), { gamma: ones([2]) }),
      'layerNorm: x [2,3] does not end in the normalised shape [2], of one axis or more.',
    ],
    [
      'refuses a shape of more axes than x has',
      () => layerNorm(ones([3]), { shape: [2, 3] }),
      'layerNorm: x [3] does not end in the normalised shape [2,3], of one axis or more.',
    ],
    [
      'refuses a scalar',
      () => layerNorm(scalar(1)),
      'layerNorm: x [] does not end in the normalised shape [], of one axis or more.',
    ],
    [
      'refuses a beta of another shape than gamma',
      () => layerNorm(ones([2, 3]), { gamma: ones([3]), beta: ones([2, 3]) }),
      'layerNorm: beta [2,3] does not have the normalised shape [3].',
    ],
    [
      'refuses a negative epsilon',
      () => layerNorm(ones([2]), { epsilon: -1e-5 }),
      'layerNorm: epsilon is a number >= 0, got -0.00001.',
    ],
    [
      'refuses dtypes that differ',
      () => layerNorm(ones([2]), { beta: ones([2], { dtype: 'f64' }) }),
      'layerNorm: dtypes differ: f32, f64. Use cast().',
    ],
    [
      'has no second derivative and says so',
      () => {
        const x = tensor([1, 2, 4]);
        x.requiresGrad = true;
        const gradient = tensor([1, 0, 0]);
        return backward(sum(backward(layerNorm(x), { gradient, createGraph: true }).get(x)!));
      },
      'layerNorm: its gradient is one fused kernel and has no derivative. ' +
        'Compose it from other ops for second derivatives.',
    ],
  ],
});

describe('layerNorm', () => {
  it('normalises over the last axis by default', () => {
    const x = tensor([
      [
        [1, 3],
        [5, 9],
      ],
    ]);
    expect(layerNorm(x, { epsilon: 0 }).toNested()).toEqual([
      [
        [-1, 1],
        [-1, 1],
      ],
    ]);
  });

  it('takes views', () => {
    expectTakesViews((x) => layerNorm(x, { gamma: tensor([1, 2, 3, 4, 5]) }), [2, 3, 5]);
  });
});
