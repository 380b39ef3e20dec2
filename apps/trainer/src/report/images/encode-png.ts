import { crc32, deflateSync } from 'node:zlib';

/** A picture with a byte for each pixel and channel, row by row from the top. */
export interface BytePicture {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
  /** 3 for red, green and blue of each pixel in turn. Default 1. */
  readonly channels?: 1 | 3;
  /** The colour of each byte value; without it a byte is a shade of gray, 0 for black. */
  readonly palette?: readonly (readonly [red: number, green: number, blue: number, alpha: number])[];
}

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Encodes a gray picture, a coloured one, or one with a palette, as PNG (W3C, Portable Network Graphics,
 * third edition).
 */
export function encodePng({ width, height, bytes, channels = 1, palette }: BytePicture): Buffer {
  const stride = channels * width;
  if (bytes.length !== stride * height) {
    throw new Error(`internal: a picture of ${width} x ${height} has ${bytes.length} bytes.`);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, palette ? 3 : channels === 3 ? 2 : 0], 8);
  const lines = Buffer.alloc(height * (stride + 1));
  // Each line starts with the number of its filter; 0 is none.
  for (let y = 0; y < height; y++)
    lines.set(bytes.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  return Buffer.concat([
    Buffer.from(signature),
    chunk('IHDR', header),
    ...(palette
      ? [
          chunk('PLTE', Buffer.from(palette.flatMap((colour) => colour.slice(0, 3)))),
          chunk('tRNS', Buffer.from(palette.map(([, , , alpha]) => alpha))),
        ]
      : []),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
