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
  it('have an array type each, with their number of bytes per element', () => {
    for (const dtype of dtypes) {
      const values = typedArray(dtype, 3);
      expect(values.byteLength).toBe(3 * bytesPerElement[dtype]);
      expect(dtypeOf(values)).toBe(dtype);
    }
  });

  it('are recognized by name', () => {
    expect(dtypes.every(isDType)).toBe(true);
    expect([isDType('f16'), isDType('toString'), isDType(undefined)]).toEqual([false, false, false]);
  });

  it('are floats or not', () => {
    expect(dtypes.map(isFloat)).toEqual([true, true, false, false]);
  });

  it('view part of a buffer', () => {
    const { buffer } = new Float64Array([1, 2, 3]);
    expect([...typedView('f64', buffer, 8)]).toEqual([2, 3]);
    expect([...typedView('f64', buffer, 8, 1)]).toEqual([2]);
  });

  it('do not exist for other array types', () => {
    const given = new Uint16Array(1) as unknown as TypedArray;
    expect(() => dtypeOf(given)).toThrow(DTypeError);
    expect(() => dtypeOf(given)).toThrow(
      'dtypeOf: no dtype holds a Uint16Array; known: Float32Array, Float64Array, Int32Array, Uint8Array.',
    );
  });
});
