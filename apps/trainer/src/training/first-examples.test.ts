import { tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { firstExamples } from './first-examples.ts';

describe('the first examples', () => {
  it('are as many as asked for, and all of a dataset that has fewer', () => {
    const dataset = { inputs: tensor([[1], [2], [3]]), targets: tensor([4, 5, 6]) };
    const targetsOf = (count: number) => [...firstExamples(dataset, count).targets.toArray()];
    expect([targetsOf(2), targetsOf(3), targetsOf(9)]).toEqual([
      [4, 5],
      [4, 5, 6],
      [4, 5, 6],
    ]);
  });
});
