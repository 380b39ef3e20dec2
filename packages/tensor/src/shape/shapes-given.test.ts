import { describe, expect, it } from 'vitest';
import { ShapeError } from '../errors.ts';
import { createGenerator } from '../random/generator.ts';
import { bernoulli, normal, uniform } from '../random/random.ts';
import { arange, empty, eye, full, ones, tensor, zeros } from '../tensor/create.ts';
import { emptyLike, fullLike } from '../tensor/empty-like.ts';
import { Tensor } from '../tensor/tensor.ts';
import { broadcastShapes, type Shape } from './shape.ts';
import { resolveShape, viewBroadcast, viewPermute, viewReshape } from './view.ts';

const generator = createGenerator(1);
const twelve = arange(0, 12);

/** Functions with a shape of 12 elements as argument, by the name in their errors. */
const takers: readonly (readonly [string, (shape: Shape) => Tensor])[] = [
  ['empty', (shape) => empty(shape)],
  ['full', (shape) => full(shape, 1)],
  ['zeros', (shape) => zeros(shape)],
  ['ones', (shape) => ones(shape)],
  ['tensor', (shape) => tensor(new Float32Array(12), { shape })],
  ['uniform', (shape) => uniform(shape, generator)],
  ['normal', (shape) => normal(shape, generator)],
  ['bernoulli', (shape) => bernoulli(shape, generator)],
  ['emptyLike', (shape) => emptyLike(twelve, shape)],
  ['fullLike', (shape) => fullLike(twelve, 1, shape)],
  ['viewReshape', (shape) => viewReshape(twelve, shape)],
  ['resolveShape', (shape) => zeros(resolveShape(twelve, shape))],
  ['viewBroadcast', (shape) => viewBroadcast(zeros([1]), shape)],
];

describe('a shape argument', () => {
  it('is copied: later changes of the array have no effect', () => {
    for (const [, take] of takers) {
      const shape = [3, 4];
      const x = take(shape);
      shape[0] = 64;
      shape.push(9);
      expect([x.shape, x.size]).toEqual([[3, 4], 12]);
      expect(x.toArray()).toHaveLength(12);
    }
    const [shape, strides] = [[2], [3]];
    const view = new Tensor(twelve.storage, shape, strides, 0, 'f32');
    shape[0] = 5;
    strides[0] = 100;
    expect([...view.toArray()]).toEqual([0, 3]);
  });

  it('is checked, and the error names the function that the user called', () => {
    for (const [name, take] of takers) {
      for (const shape of [12, '12', null, Int32Array.of(12), { length: 1, 0: 12 }] as unknown[]) {
        expect(() => take(shape as Shape)).toThrow(ShapeError);
        expect(() => take(shape as Shape)).toThrow(`${name}: a shape is an array of numbers, got `);
      }
      for (const shape of [[-12], [12.5], [Number.NaN], [Number.POSITIVE_INFINITY], ['12'], [null], [[12]]])
        expect(() => take(shape as Shape)).toThrow(ShapeError);
      expect(() => take([2 ** 30, 2 ** 30])).toThrow(ShapeError);
      expect(() => take([2 ** 30, 2 ** 30])).toThrow(`${name}: `);
    }
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is refused
    expect(() => zeros([2, , 3] as never)).toThrow('zeros: a shape holds whole numbers >= 0, got [2, , 3].');
    expect(() => eye('3' as never)).toThrow('eye: a shape holds whole numbers >= 0, got ["3"].');
    expect(() => eye(2 ** 30)).toThrow('eye: shape [1073741824,1073741824] has more than 2^53 elements.');
    expect(() => viewPermute(twelve, 0 as never)).toThrow(
      'viewPermute: an order is an array of axes, got 0.',
    );
    expect(() => broadcastShapes('add', [2], 2 as never)).toThrow(
      'add: a shape is an array of numbers, got 2; write [2].',
    );
  });
});
