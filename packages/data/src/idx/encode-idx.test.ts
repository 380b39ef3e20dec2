import { ShapeError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { encodeIdx } from './encode-idx.ts';

describe('encodeIdx', () => {
  it('writes the header and the elements big-endian', () => {
    const bytes = encodeIdx({ type: 'i32', shape: [2, 1], data: Int32Array.of(1, -2) });
    expect([...bytes]).toEqual([0, 0, 12, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 255, 255, 255, 254]);
  });

  it('refuses a shape that does not hold the data', () => {
    expect(() => encodeIdx({ type: 'u8', shape: [2, 2], data: Uint8Array.of(1) })).toThrow(
      new ShapeError('encodeIdx: shape [2,2] has 4 elements, the data has 1.'),
    );
  });

  it('refuses more axes than one byte can count', () => {
    expect(() => encodeIdx({ type: 'u8', shape: new Array(256).fill(1), data: Uint8Array.of(1) })).toThrow(
      new ShapeError('encodeIdx: an IDX file has at most 255 axes, got 256.'),
    );
  });
});
