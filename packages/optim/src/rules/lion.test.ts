import { tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { lion } from './lion.ts';

const closeTo = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 12));

describe('lion', () => {
  it("computes the paper's first steps, worked out by hand", () => {
    const p = tensor([1, -2, 0.5], { dtype: 'f64' });
    const optimizer = lion([p], { learningRate: 0.1, betas: [0.5, 0.75], weightDecay: 0.2 });
    const step = (gradient: number[]) => {
      optimizer.step(new Map([[p, tensor(gradient, { dtype: 'f64' })]]));
      return [[...p.toArray()], [...optimizer.state().get('0.exp_avg')!.toArray()]];
    };
    // m = 0. c = g/2 = [2, -1, 0]; p <- 0.98 p - 0.1 sign(c); m <- g/4.
    expect(step([4, -2, 0])).toEqual([closeTo([0.88, -1.86, 0.49]), closeTo([1, -0.5, 0])]);
    // c = m/2 + g/2 = [-0.5, 0.25, -1]; m <- 0.75 m + g/4.
    expect(step([-2, 1, -2])).toEqual([closeTo([0.9624, -1.9228, 0.5802]), closeTo([0.25, -0.125, -0.5])]);
    // c = [0, 0.1875, -0.25]: no step where it is 0, only decay.
    expect(step([-0.25, 0.5, 0])).toEqual([
      closeTo([0.943152, -1.984344, 0.668596]),
      closeTo([0.125, 0.03125, -0.375]),
    ]);
  });

  it('refuses options out of range', () => {
    const p = [tensor([1])];
    expect(() => lion(p, { weightDecay: -1 })).toThrow('lion: weightDecay is a finite number >= 0, got -1.');
    expect(() => lion(p, { betas: [0.9, 1] })).toThrow(
      'lion: betas are an array of two numbers in [0, 1), got [0.9, 1].',
    );
  });
});
