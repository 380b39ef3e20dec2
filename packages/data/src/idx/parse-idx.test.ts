import { gzipSync } from 'node:zlib';
import { FormatError } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeIdx } from './encode-idx.ts';
import { type IdxArray, type IdxType, idxTypes } from './idx-type.ts';
import { parseIdx } from './parse-idx.ts';

const types = Object.keys(idxTypes) as IdxType[];

/** Any array of up to four short axes, also of length 0; the values are random bytes in the type. */
const anyArray: fc.Arbitrary<IdxArray> = fc
  .tuple(fc.constantFrom(...types), fc.array(fc.nat({ max: 4 }), { maxLength: 4 }))
  .chain(([type, shape]) => {
    const length = shape.reduce((a, b) => a * b, 1);
    const byteLength = length * idxTypes[type].bytes;
    return fc.uint8Array({ minLength: byteLength, maxLength: byteLength }).map((bytes) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const data = idxTypes[type]
        .create(length)
        .map((_, i) => idxTypes[type].get(view, i * idxTypes[type].bytes));
      return { type, shape, data } as IdxArray;
    });
  });

const three = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1);

describe('parseIdx', () => {
  it.each<[IdxType, number, number[], number]>([
    ['u8', 0x08, [0xfe], 254],
    ['i8', 0x09, [0xfe], -2],
    ['i16', 0x0b, [0xff, 0x02], -254],
    ['i32', 0x0c, [0, 1, 0, 2], 65538],
    ['f32', 0x0d, [0x40, 0x49, 0x0f, 0xdb], Math.fround(Math.PI)],
    ['f64', 0x0e, [0x40, 0x09, 0x21, 0xfb, 0x54, 0x44, 0x2d, 0x18], Math.PI],
  ])('reads %s, big-endian', async (type, code, bytes, value) => {
    const file = Uint8Array.of(0, 0, code, 1, 0, 0, 0, 1, ...bytes);
    expect(await parseIdx(file)).toEqual({ type, shape: [1], data: idxTypes[type].create(1).fill(value) });
  });

  it('reads back what encodeIdx wrote, of every type and rank, plain and gzipped', async () => {
    await fc.assert(
      fc.asyncProperty(anyArray, async (array) => {
        const bytes = encodeIdx(array);
        expect(await parseIdx(bytes)).toEqual(array);
        expect(await parseIdx(gzipSync(bytes))).toEqual(array);
      }),
    );
  });

  it('reads a file at an odd offset of a larger buffer', async () => {
    const array: IdxArray = { type: 'f64', shape: [2], data: Float64Array.of(1.5, -2) };
    const bytes = encodeIdx(array);
    const larger = new Uint8Array(bytes.length + 7);
    larger.set(bytes, 3);
    expect(await parseIdx(larger.subarray(3, 3 + bytes.length))).toEqual(array);
  });

  it('does not copy the data of a plain u8 file', async () => {
    const { data } = await parseIdx(three);
    expect(data.buffer).toBe(three.buffer);
  });

  it('refuses a file truncated at any byte, plain and gzipped', async () => {
    await fc.assert(
      fc.asyncProperty(anyArray, async (array) => {
        const bytes = encodeIdx(array);
        for (const whole of [bytes, new Uint8Array(gzipSync(bytes))]) {
          for (let length = 0; length < whole.length; length++) {
            await expect(parseIdx(whole.subarray(0, length))).rejects.toThrow(FormatError);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('refuses a file with bytes left over, plain and gzipped', async () => {
    await fc.assert(
      fc.asyncProperty(anyArray, fc.uint8Array({ minLength: 1, maxLength: 9 }), async (array, rest) => {
        const bytes = Uint8Array.of(...encodeIdx(array), ...rest);
        await expect(parseIdx(bytes)).rejects.toThrow(FormatError);
        await expect(parseIdx(gzipSync(bytes))).rejects.toThrow(FormatError);
      }),
    );
  });

  it.each<[string, number[], string]>([
    [
      'truncated data',
      [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 1, 1],
      'parseIdx: digits: the IDX header promises 16 bytes (12 of header, u8 [2,2]), the file has 15 bytes.',
    ],
    [
      'an oversized file',
      [0, 0, 0x0b, 1, 0, 0, 0, 1, 1, 1, 1],
      'parseIdx: digits: the IDX header promises 10 bytes (8 of header, i16 [1]), the file has 11 bytes.',
    ],
    [
      'a truncated header',
      [0, 0, 8, 3, 0, 0],
      'parseIdx: digits: truncated: the IDX header needs 16 bytes, the file has 6.',
    ],
    ['an empty file', [], 'parseIdx: digits: truncated: the IDX header needs 4 bytes, the file has 0.'],
    [
      'an unknown type',
      [0, 0, 0x0a, 1, 0, 0, 0, 0],
      'parseIdx: digits: unknown IDX element type 0a; ' +
        'known are 08 (u8), 09 (i8), 0b (i16), 0c (i32), 0d (f32), 0e (f64).',
    ],
    [
      'a picture',
      [0x89, 0x50, 0x4e, 0x47],
      'parseIdx: digits: not an IDX file: it begins with the bytes 89 50, not 00 00.',
    ],
    [
      'sizes past counting',
      [0, 0, 8, 2, 255, 255, 255, 255, 255, 255, 255, 255],
      'parseIdx: digits: the IDX header promises more elements than can be counted: [4294967295,4294967295].',
    ],
  ])('says what is wrong with %s', async (_, bytes, sentence) => {
    await expect(parseIdx(Uint8Array.from(bytes), { name: 'digits' })).rejects.toThrow(
      new FormatError(sentence),
    );
  });

  it('stops inflating if a stream yields more than its header promises', async () => {
    const bomb = gzipSync(Buffer.concat([three, Buffer.alloc(50_000_000)]));
    await expect(parseIdx(bomb)).rejects.toThrow(
      'parseIdx: the IDX header promises 11 bytes (8 of header, u8 [3]), ' +
        'the file has more than that, unzipped.',
    );
  });

  it('allocates no memory for a size that the zipped bytes cannot have', async () => {
    const liar = gzipSync(Uint8Array.of(0, 0, 8, 2, 0, 255, 255, 255, 0, 255, 255, 255, 1));
    await expect(parseIdx(liar)).rejects.toThrow(
      'the IDX header promises 281474943156237 bytes (12 of header, u8 [16777215,16777215]), the file ' +
        `has ${liar.length} bytes, zipped, which cannot unzip to so many.`,
    );
  });

  it('refuses a gzip stream with a wrong checksum', async () => {
    const damaged = new Uint8Array(gzipSync(three));
    damaged[damaged.length - 8]! ^= 1;
    await expect(parseIdx(damaged)).rejects.toThrow(
      `parseIdx: the gzip stream of ${damaged.length} bytes is truncated or damaged.`,
    );
  });
});
