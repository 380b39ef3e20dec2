import { describe, expect, it } from 'vitest';
import { median } from './median.ts';

describe('median', () => {
  it('is the middle value in any order', () => {
    expect(median([5, 1, 100])).toBe(5);
    expect(median([7])).toBe(7);
  });

  it('is the mean of the two middle values of an even number', () => {
    expect(median([4, 1, 100, 2])).toBe(3);
  });

  it('sorts as numbers and does not change the list', () => {
    const values = [10, 9, 1];
    expect(median(values)).toBe(9);
    expect(values).toEqual([10, 9, 1]);
  });

  it('refuses an empty list and NaN', () => {
    expect(() => median([])).toThrow('median: there are no values.');
    expect(() => median([1, Number.NaN])).toThrow('median: a value is NaN: 1, NaN.');
  });
});
