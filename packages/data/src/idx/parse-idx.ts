import { checkOptions } from '@regopt/tensor';
import { gunzipIdx, isGzip } from './gunzip-idx.ts';
import { idxSizeError, readIdxHeader } from './idx-header.ts';
import { type IdxArray, idxTypes } from './idx-type.ts';

/** Options of {@link parseIdx}. */
export interface ParseIdxOptions {
  /** Name of the bytes in errors, such as a file's path. */
  readonly name?: string | undefined;
}

/**
 * Reads an IDX file, the format of MNIST, plain or gzipped: `00 00 type rank`, the sizes as big-endian u32,
 * the elements big-endian and row-major. All six element types and every rank are supported; rank 0 is one
 * number.
 *
 * The size must match the header exactly. A gzipped file is inflated only up to the header's size. The data
 * of a plain u8 file is a view of `bytes`, not a copy.
 *
 * Format: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits", section "File formats".
 *
 * @throws FormatError for a truncated or oversized file, an unknown element type, bytes that are not IDX, and
 *   a damaged gzip stream; OutOfMemoryError for one that unzips to more than there is memory for.
 * @example
 * ```ts
 * import { parseIdx } from '@regopt/data';
 * const bytes = new Uint8Array([0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1]);
 * const { type, shape, data } = await parseIdx(bytes);
 * [type, shape, [...data]]; // ['u8', [3], [7, 2, 1]]
 * ```
 */
export async function parseIdx(bytes: Uint8Array, options: ParseIdxOptions = {}): Promise<IdxArray> {
  checkOptions('parseIdx', options, { name: 'string' });
  const label = options.name === undefined ? 'parseIdx' : `parseIdx: ${options.name}`;
  const plain = isGzip(bytes) ? await gunzipIdx(bytes, label) : bytes;
  const header = readIdxHeader(plain, label);
  if (plain.length !== header.totalLength) throw idxSizeError(header, `${plain.length} bytes`, label);

  const { type, shape, headerLength } = header;
  const bodyLength = plain.length - headerLength;
  // Not subarray(): that of a Node Buffer is a Buffer again.
  if (type === 'u8') {
    return { type, shape, data: new Uint8Array(plain.buffer, plain.byteOffset + headerLength, bodyLength) };
  }

  const row = idxTypes[type];
  const view = new DataView(plain.buffer, plain.byteOffset + headerLength, bodyLength);
  const data = row.create(bodyLength / row.bytes);
  for (let i = 0; i < data.length; i++) data[i] = row.get(view, i * row.bytes);
  return { type, shape, data } as IdxArray;
}
