import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { encodePng } from './encode-png.ts';

function chunks(file: Buffer): Record<string, Buffer> {
  const found: Record<string, Buffer> = {};
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    found[file.toString('latin1', at + 4, at + 8)] = file.subarray(at + 8, at + 8 + length);
    at += length + 12;
  }
  return found;
}

describe('encodePng', () => {
  it('writes a gray picture line by line', () => {
    const parts = chunks(encodePng({ width: 3, height: 2, bytes: Uint8Array.of(0, 1, 2, 253, 254, 255) }));
    expect(Object.keys(parts)).toEqual(['IHDR', 'IDAT', 'IEND']);
    expect([...parts['IHDR']!]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0]);
    expect([...inflateSync(parts['IDAT']!)]).toEqual([0, 0, 1, 2, 0, 253, 254, 255]);
  });

  it('writes the three bytes of each coloured pixel', () => {
    const parts = chunks(
      encodePng({ width: 2, height: 1, channels: 3, bytes: Uint8Array.of(1, 2, 3, 4, 5, 6) }),
    );
    expect(parts['IHDR']![9]).toBe(2);
    expect([...inflateSync(parts['IDAT']!)]).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('writes a palette with its transparency', () => {
    const palette = [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ] as const;
    const parts = chunks(encodePng({ width: 1, height: 2, bytes: Uint8Array.of(1, 0), palette }));
    expect(parts['IHDR']![9]).toBe(3);
    expect([...parts['PLTE']!]).toEqual([1, 2, 3, 5, 6, 7]);
    expect([...parts['tRNS']!]).toEqual([4, 8]);
  });

  it('gives exactly the file that the standard prescribes for one black pixel, with checksums', () => {
    const file = encodePng({ width: 1, height: 1, bytes: Uint8Array.of(0) });
    expect(file.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
    // The checksums of this header and of an empty IEND are the same in every 1 x 1 gray PNG.
    expect(file.subarray(8, 33).toString('hex')).toBe(
      '0000000d4948445200000001000000010800000000' + '3a7e9b55',
    );
    expect(file.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
  });

  it('names a picture whose bytes do not fill it', () => {
    expect(() => encodePng({ width: 28, height: 28, bytes: new Uint8Array(783) })).toThrow(
      'internal: a picture of 28 x 28 has 783 bytes.',
    );
  });
});
