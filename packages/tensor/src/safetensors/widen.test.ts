import { describe, it } from 'vitest';
import { expectSameBits } from '../testing/expect-same-bits.ts';
import { widenBF16, widenF16 } from './widen.ts';

const everyHalf = new Uint16Array(65536).map((_, bits) => bits);

describe('widenF16', () => {
  it('converts every half as the engine does', () => {
    const view = new DataView(everyHalf.buffer) as DataView & {
      getFloat16(offset: number, littleEndian: boolean): number;
    };
    const expected = new Float32Array(65536).map((_, i) => view.getFloat16(2 * i, true));
    expectSameBits(widenF16(new DataView(everyHalf.buffer)), expected, 'half');
  });

  it('converts the limits of the format', () => {
    const bits = new Uint16Array([
      0x3c00, 0xc000, 0x7bff, 0x0400, 0x03ff, 0x0001, 0x8000, 0x7c00, 0xfc00, 0x7e00,
    ]);
    const expected = [1, -2, 65504, 2 ** -14, 1023 * 2 ** -24, 2 ** -24, -0, Infinity, -Infinity, NaN];
    expectSameBits(widenF16(new DataView(bits.buffer)), new Float32Array(expected), 'half');
  });
});

describe('widenBF16', () => {
  it('gives every bfloat16 the sign, exponent and fraction of its bits', () => {
    const expected = new Float32Array(65536).map((_, bits) => {
      const sign = bits & 0x8000 ? -1 : 1;
      const exponent = (bits >>> 7) & 255;
      const fraction = bits & 127;
      if (exponent === 255) return fraction === 0 ? sign * Infinity : NaN;
      return sign * (exponent === 0 ? fraction * 2 ** -133 : (128 + fraction) * 2 ** (exponent - 134));
    });
    expectSameBits(widenBF16(new DataView(everyHalf.buffer)), expected, 'bfloat16');
  });
});
