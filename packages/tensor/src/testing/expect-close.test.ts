import { describe, expect, it } from 'vitest';
import { viewTranspose } from '../shape/view.ts';
import { tensor } from '../tensor/create.ts';
import { expectClose } from './expect-close.ts';

const f64 = (values: number[]) => tensor(values, { dtype: 'f64' });

describe('expectClose', () => {
  it('accepts equal values, NaN and infinities included', () => {
    const values = [1, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    expectClose(f64(values), f64(values));
    expectClose(f64(values), { shape: [5], data: values });
  });

  it('accepts differences up to absolute plus relative times the expected value', () => {
    expectClose(f64([101, 0.05]), f64([100, 0]), { relative: 0.01, absolute: 0.05 });
  });

  it('compares in row-major order, with any strides', () => {
    expectClose(viewTranspose(tensor([[1, 2]])), tensor([[1], [2]]));
  });

  it('names the first wrong element and the max difference', () => {
    expect(() => expectClose(f64([1, 2.5, 7]), f64([1, 2, 3]), { relative: 0.1 })).toThrow(
      'element 1 is 2.5 instead of 2; the largest difference is 4 (relative 0.1, absolute 0 allowed)',
    );
  });

  it('does not accept NaN or infinity for a number, at any tolerance', () => {
    for (const [a, e] of [
      [Number.NaN, 1],
      [1, Number.NaN],
      [Number.POSITIVE_INFINITY, 1],
      [1, Number.POSITIVE_INFINITY],
      [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(() => expectClose(f64([a]), f64([e]), { relative: 1e9, absolute: 1e9 })).toThrow(
        `element 0 is ${a} instead of ${e}`,
      );
    }
  });

  it('refuses another shape', () => {
    expect(() => expectClose(f64([1, 2]), { shape: [2, 1], data: [1, 2] })).toThrow(
      'shape [2] instead of [2,1]',
    );
  });
});
