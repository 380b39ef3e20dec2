import { ones, tensor } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { argMax } from './arg-max.ts';

describe('argMax', () => {
  it('names the first of several largest', () => {
    expect(
      argMax(
        tensor([
          [1, 3, 3],
          [2, 1, 0],
        ]),
      ).toNested(),
    ).toEqual([1, 0]);
  });

  it('takes any axis', () => {
    expect(
      argMax(
        tensor([
          [1, 3],
          [2, 1],
        ]),
        { axis: 0 },
      ).toNested(),
    ).toEqual([1, 0]);
  });

  it('counts a NaN as the largest, as PyTorch does', () => {
    expect(argMax(tensor([1, NaN, 3])).item()).toBe(1);
  });

  it('gives i32 and refuses an empty axis', () => {
    expect(argMax(ones([2, 3])).dtype).toBe('i32');
    expect(() => argMax(ones([2, 0]))).toThrow('argMax: nothing has no largest: shape [2,0].');
  });
});
