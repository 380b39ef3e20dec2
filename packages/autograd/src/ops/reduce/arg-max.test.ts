import { ones, tensor, viewBroadcast } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { argMax } from './arg-max.ts';

describe('argMax', () => {
  it('returns the first of several equal maxima', () => {
    expect(
      argMax(
        tensor([
          [1, 3, 3],
          [2, 1, 0],
        ]),
      ).toNested(),
    ).toEqual([1, 0]);
  });

  it('works along any axis', () => {
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

  it('treats a NaN as the max, as PyTorch does', () => {
    expect(argMax(tensor([1, NaN, 3])).item()).toBe(1);
  });

  it('returns i32 and refuses an empty axis', () => {
    expect(argMax(ones([2, 3])).dtype).toBe('i32');
    expect(() => argMax(ones([2, 0]))).toThrow('argMax: nothing has no largest: shape [2,0].');
  });

  it('accepts integers', () => {
    expect(argMax(tensor([2147483646, 2147483647, -1], { dtype: 'i32' })).item()).toBe(1);
    expect(argMax(tensor([127, 128, 255, 0], { dtype: 'u8' })).item()).toBe(2);
  });

  it('refuses an axis longer than i32 can index', () => {
    expect(() => argMax(viewBroadcast(ones([1]), [2 ** 31 + 1]))).toThrow(
      'argMax: places are i32, which an axis of 2147483649 exceeds.',
    );
  });
});
