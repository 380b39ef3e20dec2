import { FormatError } from '@regopt/tensor';
import { type IdxType, idxTypes } from './idx-type.ts';

/** The header of an IDX file. */
export interface IdxHeader {
  readonly type: IdxType;
  readonly shape: readonly number[];
  readonly headerLength: number;
  /** Bytes of header and data together: the exact size of the file. */
  readonly totalLength: number;
}

/** Bytes that determine the length of the header. */
const magicLength = 4;

/** Length of a header of 255 axes. */
export const maxIdxHeaderLength = magicLength + 4 * 255;

/** Length of an IDX file's header, or of the part that determines it if there are fewer bytes. */
export function idxHeaderLength(bytes: Uint8Array): number {
  return bytes.length < magicLength ? magicLength : magicLength + 4 * bytes[3]!;
}

/**
 * Reads the header: `00 00 type rank`, then `rank` sizes as big-endian u32. Throws a FormatError that begins
 * with `label`.
 */
export function readIdxHeader(bytes: Uint8Array, label: string): IdxHeader {
  const headerLength = idxHeaderLength(bytes);
  if (bytes.length >= 2 && (bytes[0] !== 0 || bytes[1] !== 0)) {
    throw new FormatError(
      `${label}: not an IDX file: it begins with the bytes ${hex(bytes[0]!)} ${hex(bytes[1]!)}, not 00 00.`,
    );
  }
  if (bytes.length >= 3 && typeOf(bytes[2]!) === undefined) {
    throw new FormatError(
      `${label}: unknown IDX element type ${hex(bytes[2]!)}; known are ${Object.entries(idxTypes)
        .map(([name, row]) => `${hex(row.code)} (${name})`)
        .join(', ')}.`,
    );
  }
  if (bytes.length < headerLength) {
    throw new FormatError(
      `${label}: truncated: the IDX header needs ${headerLength} bytes, the file has ${bytes.length}.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const type = typeOf(bytes[2]!)!;
  const shape = Array.from({ length: bytes[3]! }, (_, axis) => view.getUint32(magicLength + 4 * axis));
  const dataLength = shape.includes(0)
    ? 0
    : shape.reduce((product, size) => product * size, idxTypes[type].bytes);
  if (!Number.isSafeInteger(dataLength)) {
    throw new FormatError(`${label}: the IDX header promises more elements than can be counted: [${shape}].`);
  }
  return { type, shape, headerLength, totalLength: headerLength + dataLength };
}

/** The error for a file whose size differs from its header's. */
export function idxSizeError(header: IdxHeader, actual: string, label: string): FormatError {
  return new FormatError(
    `${label}: the IDX header promises ${header.totalLength} bytes (${header.headerLength} of header, ` +
      `${header.type} [${header.shape}]), the file has ${actual}.`,
  );
}

function typeOf(code: number): IdxType | undefined {
  return (Object.keys(idxTypes) as IdxType[]).find((type) => idxTypes[type].code === code);
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
