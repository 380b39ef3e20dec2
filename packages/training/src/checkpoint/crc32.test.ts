import { crc32 as zlib } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

it('the CRC-32 of the standard check is cbf43926', () => {
  expect(crc32(new TextEncoder().encode('123456789')).toString(16)).toBe('cbf43926');
  expect(crc32(new Uint8Array(0))).toBe(0);
});

it('agrees with zlib, at any place in memory, in one piece or two', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(9), fc.nat(200), (values, offset, cut) => {
      const memory = new Uint8Array(offset + values.length);
      memory.set(values, offset);
      const bytes = memory.subarray(offset);
      expect(crc32(bytes)).toBe(zlib(values));
      expect(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut)))).toBe(zlib(values));
    }),
  );
});
