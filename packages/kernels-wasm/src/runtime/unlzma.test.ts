import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wasm as portable, unpacker } from '../generated/portable.ts';
import { wasm as relaxed } from '../generated/relaxed.ts';
import { unlzma } from './unlzma.ts';

/** The packer of scripts/build-wasm.mjs, which has no types. */
const lzma: { compress(bytes: Uint8Array, mode: number): number[] } = createRequire(import.meta.url)('lzma');

const fromBase64 = (text: string) => Buffer.from(text, 'base64');
const unpack = (packed: Uint8Array) => unlzma(new WebAssembly.Module(fromBase64(unpacker)), packed);

describe('unlzma', () => {
  it.each([
    ['portable', portable],
    ['relaxed', relaxed],
  ])('unpacks the %s build to the bytes that the compiler wrote', (name, text) => {
    const file = readFileSync(new URL(`../../dist/${name}.wasm`, import.meta.url));
    expect(Buffer.compare(unpack(fromBase64(text)), file)).toBe(0);
  });

  it('unpacks noise, and data with near and far repetitions', () => {
    const noise = fc.uint8Array({ maxLength: 300 });
    const stretch = fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 400 }));
    const repeated = stretch.map(([bytes, times]) =>
      new Uint8Array(bytes.length * times).map((_, i) => bytes[i % bytes.length]!),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(noise, repeated), { maxLength: 12 }), (parts) => {
        const bytes = Uint8Array.from([...parts, ...parts.slice(0, 3)].flatMap((part) => [...part]));
        expect(unpack(Uint8Array.from(lzma.compress(bytes, 9)))).toEqual(bytes);
      }),
      { numRuns: 60 },
    );
  });

  it('accepts a view into a larger buffer', () => {
    const packed = lzma.compress(Uint8Array.of(1, 2, 3), 9);
    expect(unpack(Uint8Array.from([0, 0, 0, ...packed]).subarray(3))).toEqual(Uint8Array.of(1, 2, 3));
  });
});
