import { bytesPerElement, type DType, type TypedArray, typedView } from '../dtype.ts';
import { FormatError } from '../errors.ts';
import type { Shape } from '../shape.ts';
import { type HeaderEntry, parseHeader } from './parse-header.ts';
import { safetensorsDTypes } from './safetensors-dtype.ts';
import { widenBF16, widenF16 } from './widen.ts';

// In browsers and Node alike, but in no ECMAScript library file.
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean },
) => { decode(bytes: Uint8Array): string };

/** Longest header that the format allows, in bytes. */
export const longestHeader = 100_000_000;

/** One tensor of a safetensors file, on the host. */
export interface SafetensorsEntry {
  readonly dtype: DType;
  readonly shape: Shape;
  /** The values, row-major. */
  readonly data: TypedArray;
}

/** What a safetensors file holds. */
export interface SafetensorsFile {
  readonly tensors: Map<string, SafetensorsEntry>;
  readonly metadata: Map<string, string>;
}

/**
 * Reads a safetensors file: 8 bytes of header length, a JSON header, the tensors' bytes. F64, F32, I32 and U8 are taken
 * as they are, as views of `bytes` where those are aligned and as copies where not; F16 and BF16 become f32, BOOL
 * becomes u8, I64 becomes i32.
 *
 * @throws FormatError when the file is torn or foreign: a length that does not fit, JSON that is none or has a key
 *   twice, tensors that overlap, leave a hole or a rest, an unknown dtype, an I64 beyond 32 bits.
 * @example
 * ```ts
 * import { ones, readSafetensors, tensor, writeSafetensors } from '@regopt/tensor';
 * const bytes = writeSafetensors({ tensors: new Map([['weight', ones([2, 3])]]) });
 * const { dtype, shape, data } = readSafetensors(bytes).tensors.get('weight')!;
 * tensor(data, { shape, dtype }); // on the current back end again
 * ```
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const dataStart = headerEnd(bytes);
  const data = bytes.subarray(dataStart);
  const { entries, metadata } = parseHeader(decodeHeader(bytes.subarray(8, dataStart)));
  checkTiling(entries, data.byteLength);
  const tensors = new Map<string, SafetensorsEntry>();
  for (const [name, entry] of entries) {
    const { dtype } = safetensorsDTypes[entry.dtype];
    tensors.set(name, {
      dtype,
      shape: entry.shape,
      data: decode(name, entry, data.subarray(entry.begin, entry.end)),
    });
  }
  return { tensors, metadata };
}

function headerEnd(bytes: Uint8Array): number {
  if (bytes.byteLength < 8) {
    throw new FormatError(
      `readSafetensors: the file has ${bytes.byteLength} bytes; the header's length alone takes 8.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  const length = view.getUint32(4, true) * 4294967296 + view.getUint32(0, true);
  if (length > longestHeader) {
    throw new FormatError(
      `readSafetensors: the header's length is ${length}, the longest allowed is ${longestHeader}.`,
    );
  }
  if (8 + length > bytes.byteLength) {
    throw new FormatError(
      `readSafetensors: the header takes ${8 + length} bytes, the file has ${bytes.byteLength}.`,
    );
  }
  return 8 + length;
}

function decodeHeader(bytes: Uint8Array): string {
  if (bytes[0] !== 0x7b) throw new FormatError('readSafetensors: the header does not start with {.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FormatError(`readSafetensors: the header's ${bytes.byteLength} bytes are not UTF-8.`);
  }
}

/** Every byte of the data belongs to one tensor: otherwise a file could hide bytes, or be cut and not noticed. */
function checkTiling(entries: ReadonlyMap<string, HeaderEntry>, byteLength: number): void {
  let at = 0;
  const sorted = [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  for (const [name, { begin, end }] of sorted) {
    if (begin !== at) {
      const fault = begin > at ? 'leaves a hole before it' : 'overlaps another';
      throw new FormatError(
        `readSafetensors: tensor ${JSON.stringify(name)} begins at byte ${begin} instead of ${at}: it ${fault}.`,
      );
    }
    at = end;
  }
  if (at !== byteLength) {
    throw new FormatError(
      `readSafetensors: the tensors take ${at} bytes, the file has ${byteLength} after its header.`,
    );
  }
}

function decode(name: string, entry: HeaderEntry, bytes: Uint8Array): TypedArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.dtype === 'F16') return widenF16(view);
  if (entry.dtype === 'BF16') return widenBF16(view);
  if (entry.dtype === 'I64') return narrowI64(name, view);
  const { dtype } = safetensorsDTypes[entry.dtype];
  const width = bytesPerElement[dtype];
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  return typedView(dtype, aligned.buffer, aligned.byteOffset, bytes.byteLength / width);
}

function narrowI64(name: string, bytes: DataView): Int32Array {
  const values = new Int32Array(bytes.byteLength / 8);
  for (let i = 0; i < values.length; i++) {
    const low = bytes.getInt32(8 * i, true);
    if (bytes.getInt32(8 * i + 4, true) !== low >> 31) {
      const value = bytes.getBigInt64(8 * i, true);
      throw new FormatError(
        `readSafetensors: tensor ${JSON.stringify(name)} holds ${value} at position ${i}, which i32 does not.`,
      );
    }
    values[i] = low;
  }
  return values;
}
