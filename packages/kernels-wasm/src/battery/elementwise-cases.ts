import * as ops from '@regopt/autograd';
import { scalar, type Tensor, tensor, viewPermute, viewSlice, viewTranspose } from '@regopt/tensor';
import { differentiate } from './differentiate.ts';
import { lengths } from './lengths.ts';
import { randomIndices, randomTensor } from './random-tensor.ts';
import { specialValues } from './special-values.ts';

const unary: readonly ((x: Tensor) => Tensor)[] = [
  ...[
    ops.abs,
    ops.cos,
    ops.erf,
    ops.exp,
    ops.log,
    ops.neg,
    ops.relu,
    ops.sigmoid,
    ops.silu,
    ops.sin,
    ops.softplus,
    ops.sqrt,
    ops.square,
  ],
  ops.tanh,
  (x) => ops.gelu(x),
  (x) => ops.gelu(x, { approximate: 'tanh' }),
  (x) => ops.leakyRelu(x, { slope: 0.1 }),
  (x) => ops.clamp(x, { min: -0.5, max: 1 }),
  (x) => ops.clamp(x, { max: 0 }),
  (x) => ops.clamp(x, { min: -88.7 }),
  (x) => ops.clamp(x, { min: 1, max: 1 }),
];
const binary = [ops.add, ops.sub, ops.mul, ops.div, ops.maximum, ops.minimum];
const comparisons = [ops.greater, ops.greaterEqual, ops.less, ops.lessEqual, ops.equal, ops.notEqual];

/** Pairs of shapes for each inner loop: the same shape, one number for all, rows, columns, broadcasts within. */
const pairs: readonly (readonly [readonly number[], readonly number[]])[] = [
  ...lengths.flatMap((n) => [[[n], [n]] as const, [[n], [1]] as const, [[1], [n]] as const]),
  ...(
    [
      [3, 5],
      [4, 16],
      [70, 33],
      [2, 1],
      [5, 0],
    ] as const
  ).flatMap(([m, n]) => [
    [[m, n], [n]] as const,
    [
      [m, n],
      [m, 1],
    ] as const,
    [
      [m, 1],
      [1, n],
    ] as const,
  ]),
  [
    [2, 3, 4, 5],
    [3, 1, 5],
  ],
  [
    [2, 1, 3, 1, 6],
    [4, 1, 5, 1],
  ],
];

/** Every op that computes element by element: on every length, shape and kind of value. */
export function elementwiseCases(): void {
  const special = () => tensor([...specialValues]);
  for (const op of unary) {
    for (const n of lengths) differentiate(op, randomTensor([n], n, 4));
    differentiate(op, special());
    differentiate((x) => ops.mul(op(x), special()), randomTensor([specialValues.length], 9));
  }
  const both = (a: Tensor, b: Tensor) => {
    for (const op of [...binary, ...comparisons]) op(a, b);
    ops.where(ops.greater(b, 0), a, b);
    ops.where(ops.greater(b, 0), a, scalar(-1));
  };
  for (const [a, b] of pairs) {
    const [x, z] = [randomIndices(a, 3, 10), randomIndices(b, 3, 11)];
    ops.where(ops.equal(x, z), x, z);
    both(randomTensor(a, 1), randomTensor(b, 2));
    ops.pow(ops.abs(randomTensor(a, 3)), randomTensor(b, 4));
  }
  // Each special value with each.
  const across = (x: Tensor) => ops.reshape(x, [specialValues.length, 1]);
  both(across(special()), special());
  ops.pow(across(special()), special());
  // Operands that are views: no inner stride of 0 or 1.
  const x = randomTensor([7, 9], 5);
  both(viewTranspose(x), randomTensor([9, 7], 6));
  both(viewSlice(x, 1, 1, 8, 3), viewSlice(x, 1, 0, 7, 3));
  both(viewPermute(randomTensor([3, 4, 5], 7), [2, 0, 1]), randomTensor([5, 3, 4], 8));
}
