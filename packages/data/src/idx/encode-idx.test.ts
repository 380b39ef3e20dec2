import { ShapeError, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { encodeIdx } from './encode-idx.ts';
import type { IdxArray } from './idx-type.ts';

describe('encodeIdx', () => {
  it('writes the header and the elements big-endian', () => {
    const bytes = encodeIdx({ type: 'i32', shape: [2, 1], data: Int32Array.of(1, -2) });
    expect([...bytes]).toEqual([0, 0, 12, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 255, 255, 255, 254]);
  });

  it('refuses a shape of another number of elements', () => {
    expect(() => encodeIdx({ type: 'u8', shape: [2, 2], data: Uint8Array.of(1) })).toThrow(
      new ShapeError('encodeIdx: shape [2,2] has 4 elements, the data has 1.'),
    );
  });

  it('refuses a number that the type cannot represent', () => {
    const encode = (type: 'u8' | 'i16' | 'f32', data: number[]) =>
      encodeIdx({ type, shape: [data.length], data: Float64Array.from(data) } as unknown as IdxArray);
    expect(() => encode('u8', [0, 300])).toThrow(
      new ValueError('encodeIdx: 300 at index 1 is no u8, a whole number in 0..255.'),
    );
    expect(() => encode('i16', [Number.NaN])).toThrow('encodeIdx: NaN at index 0 is no i16');
    expect(() => encode('f32', [1e300])).toThrow('encodeIdx: 1e+300 at index 0 is no f32');
    expect([...encode('u8', [255]).slice(-1)]).toEqual([255]);
  });

  it('refuses more axes than one byte can count', () => {
    expect(() => encodeIdx({ type: 'u8', shape: new Array(256).fill(1), data: Uint8Array.of(1) })).toThrow(
      new ShapeError('encodeIdx: an IDX file has at most 255 axes, got 256.'),
    );
  });
});
