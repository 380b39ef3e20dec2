import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philox } from './philox.ts';

function words(key: readonly number[], counter: readonly number[]): string[] {
  const out = new Uint32Array(4);
  philox(out, key[0]!, key[1]!, counter[0]!, counter[1]!, counter[2]!, counter[3]!);
  return Array.from(out, (word) => word.toString(16).padStart(8, '0'));
}

/** The same ten rounds in 64-bit integers, as the paper writes them. */
function byBigInt(key: readonly number[], counter: readonly number[]): string[] {
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  let [c0, c1, c2, c3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * c0;
    const p1 = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(p1 >> 32n) ^ c1 ^ k0, p1 & 0xffffffffn, (p0 >> 32n) ^ c3 ^ k1, p0 & 0xffffffffn];
    k0 = (k0 + 0x9e3779b9n) & 0xffffffffn;
    k1 = (k1 + 0xbb67ae85n) & 0xffffffffn;
  }
  return [c0, c1, c2, c3].map((word) => word.toString(16).padStart(8, '0'));
}

describe('philox', () => {
  // The three vectors of kat_vectors, the known-answer tests of Random123, the paper's own implementation.
  it('gives the known answers for zeros, ones and the digits of pi', () => {
    const ones = 0xffffffff;
    expect(words([0, 0], [0, 0, 0, 0])).toEqual(['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8']);
    expect(words([ones, ones], [ones, ones, ones, ones])).toEqual([
      '408f276d',
      '41c83b0e',
      'a20bc7c6',
      '6d5451fd',
    ]);
    expect(words([0xa4093822, 0x299f31d0], [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344])).toEqual([
      'd16cfe09',
      '94fdcceb',
      '5001e420',
      '24126ea1',
    ]);
  });

  it('agrees with 64-bit integers for any key and counter', () => {
    const word = fc.oneof(
      fc.integer({ min: 0, max: 0xffffffff }),
      fc.constantFrom(0, 1, 0xffff, 0x10000, 0xffffffff),
    );
    fc.assert(
      fc.property(fc.tuple(word, word), fc.tuple(word, word, word, word), (key, counter) => {
        expect(words(key, counter)).toEqual(byBigInt(key, counter));
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('also accepts words as signed numbers, as they are in i32 memory', () => {
    expect(words([-1, -1], [-1, -1, -1, -1])).toEqual(
      words(Array(2).fill(0xffffffff), Array(4).fill(0xffffffff)),
    );
  });
});
