import { describe, expect, it } from 'vitest';
import { DTypeError } from '../errors.ts';
import {
  bytesPerElement,
  dtypeOf,
  isDType,
  isFloat,
  type TypedArray,
  typedArray,
  typedView,
} from './dtype.ts';

const dtypes = ['f32', 'f64', 'i32', 'u8'] as const;

describe('dtypes', () => {
  it('have an array of their own, of as many bytes an element as they say', () => {
    for (const dtype of dtypes) {
      const values = typedArray(dtype, 3);
      expect(values.byteLength).toBe(3 * bytesPerElement[dtype]);
      expect(dtypeOf(values)).toBe(dtype);
    }
  });

  it('are known by name', () => {
    expect(dtypes.every(isDType)).toBe(true);
    expect([isDType('f16'), isDType('toString'), isDType(undefined)]).toEqual([false, false, false]);
  });

  it('hold fractions, or not', () => {
    expect(dtypes.map(isFloat)).toEqual([true, true, false, false]);
  });

  it('view part of a buffer', () => {
    const { buffer } = new Float64Array([1, 2, 3]);
    expect([...typedView('f64', buffer, 8)]).toEqual([2, 3]);
    expect([...typedView('f64', buffer, 8, 1)]).toEqual([2]);
  });

  it('are not of arrays of another kind', () => {
    const given = new Uint16Array(1) as unknown as TypedArray;
    expect(() => dtypeOf(given)).toThrow(DTypeError);
    expect(() => dtypeOf(given)).toThrow(
      'dtypeOf: no dtype holds a Uint16Array; known: Float32Array, Float64Array, Int32Array, Uint8Array.',
    );
  });
});
