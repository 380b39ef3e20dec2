let tables: Int32Array | undefined;

/** Tables for eight bytes at once ("slicing by 8"): table k is for a byte that k others follow. */
function makeTables(): Int32Array {
  const made = new Int32Array(2048);
  for (let i = 0; i < 256; i++) {
    let value = i;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    made[i] = value;
  }
  for (let i = 256; i < 2048; i++) made[i] = (made[i - 256]! >>> 8) ^ made[made[i - 256]! & 255]!;
  return made;
}

/**
 * The CRC-32 of zlib, PNG and gzip. It differs for any two byte strings of one length that differ in at most
 * 32 bits in a row; of other changes it misses one in 2^32.
 *
 * @param crc that of the bytes before, to go on with
 */
export function crc32(bytes: Uint8Array, crc = 0): number {
  const t = (tables ??= makeTables());
  const { length } = bytes;
  let value = ~crc;
  let at = 0;
  // Words need an aligned start; every platform of JavaScript is little-endian.
  for (; at < length && (bytes.byteOffset + at) % 4 !== 0; at++)
    value = t[(value ^ bytes[at]!) & 255]! ^ (value >>> 8);
  const pairs = (length - at) >> 3;
  // Of fewer than four bytes none may be aligned.
  const start = pairs === 0 ? 0 : bytes.byteOffset + at;
  const words = new Int32Array(bytes.buffer, start, 2 * pairs);
  for (let i = 0; i < words.length; i += 2) {
    const a = value ^ words[i]!;
    const b = words[i + 1]!;
    value =
      t[1792 + (a & 255)]! ^
      t[1536 + ((a >>> 8) & 255)]! ^
      t[1280 + ((a >>> 16) & 255)]! ^
      t[1024 + (a >>> 24)]! ^
      t[768 + (b & 255)]! ^
      t[512 + ((b >>> 8) & 255)]! ^
      t[256 + ((b >>> 16) & 255)]! ^
      t[b >>> 24]!;
  }
  for (at += 8 * pairs; at < length; at++) value = t[(value ^ bytes[at]!) & 255]! ^ (value >>> 8);
  return ~value >>> 0;
}
