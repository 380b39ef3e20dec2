import { broadcastShapes, type Shape, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { broadcastPair, describeOp } from '../../testing/index.ts';
import { sumTo } from './sum-to.ts';

describeOp<{ shape: Shape }>('sumTo', {
  op: ([x], { shape }) => sumTo(x!, shape),
  cases: broadcastPair().map(([a, b]) => ({
    shapes: [broadcastShapes('test', a, b)],
    options: { shape: a },
  })),
  always: [
    { shapes: [[0]], options: { shape: [1] } },
    { shapes: [[2, 2]], options: { shape: [] } },
  ],
});

const x = () =>
  tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);

describe('sumTo', () => {
  it('sums over the axes that broadcasting repeated', () => {
    expect(sumTo(x(), [3]).toNested()).toEqual([5, 7, 9]);
    expect(sumTo(x(), [2, 1]).toNested()).toEqual([[6], [15]]);
    expect(sumTo(x(), [1, 1]).toNested()).toEqual([[21]]);
    expect(sumTo(x(), []).item()).toBe(21);
  });

  it('returns a tensor of that shape itself', () => {
    const own = x();
    expect(sumTo(own, [2, 3])).toBe(own);
  });

  it.each<[Shape, string]>([
    [[2], '[2]'],
    [[3, 2], '[3,2]'],
    [[1, 2, 3], '[1,2,3]'],
    [[6], '[6]'],
  ])('refuses a shape that does not broadcast to it: %j', (shape, text) => {
    expect(() => sumTo(x(), shape)).toThrow(`sumTo: shape ${text} does not broadcast to [2,3].`);
  });
});
