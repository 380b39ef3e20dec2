import { valueText } from '../check/option-fault.ts';
import { FormatError, ValueError } from '../errors.ts';
import type { Shape } from '../shape/shape.ts';
import { bytesPerElement, type DType, dtypeOf, type TypedArray, typedView } from '../tensor/dtype.ts';
import { type HeaderEntry, parseHeader } from './parse-header.ts';
import { type SafetensorsDType, safetensorsDTypes } from './safetensors-dtype.ts';
import { widenBF16, widenF16 } from './widen.ts';

// A global of browsers and Node, declared here since no ECMAScript library file has it.
declare const TextDecoder: new (
  label: string,
  options: { fatal: boolean },
) => { decode(bytes: Uint8Array): string };

/** Max header length of the format, in bytes. */
export const longestHeader = 100_000_000;

/** One tensor of a safetensors file, on the host. */
export interface SafetensorsEntry {
  readonly dtype: DType;
  readonly shape: Shape;
  /** The values, row-major. */
  readonly data: TypedArray;
}

/** The content of a safetensors file. */
export interface SafetensorsFile {
  readonly tensors: Map<string, SafetensorsEntry>;
  readonly metadata: Map<string, string>;
  /**
   * Tensors that no dtype here can represent, and why: `U16`, or `I64 (3000000000 at index 2)`. They are not
   * read.
   */
  readonly unsupported: Map<string, string>;
}

/**
 * Reads a safetensors file: 8 bytes of header length, a JSON header, the tensors' bytes. F64, F32, I32 and U8
 * are views of `bytes` if aligned, else copies; F16 and BF16 become f32, BOOL becomes u8, I64 becomes i32.
 * Tensors of other dtypes, and I64 tensors beyond 32 bits, are listed as `unsupported`, and the others are
 * read.
 *
 * @throws FormatError for a truncated or foreign file: a length that does not fit, invalid JSON or a
 *   duplicate key, tensors that overlap, leave a hole or leave bytes over; ValueError for anything but a
 *   Uint8Array.
 * @example
 * ```ts
 * import { ones, readSafetensors, tensor, writeSafetensors } from '@regopt/tensor';
 * const bytes = writeSafetensors({ tensors: new Map([['weight', ones([2, 3])]]) });
 * for (const [name, { dtype, shape, data }] of readSafetensors(bytes).tensors) {
 *   console.log(name, tensor(data, { shape, dtype })); // on the current back end again
 * }
 * ```
 */
export function readSafetensors(file: Uint8Array): SafetensorsFile {
  if (!(file instanceof Uint8Array))
    throw new ValueError(`readSafetensors: a file is a Uint8Array, got ${valueText(file)}.`);
  // Node's Buffer is a Uint8Array too, but its slice() does not copy.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const dataStart = headerEnd(bytes);
  const data = bytes.subarray(dataStart);
  const { entries, metadata } = parseHeader(decodeHeader(bytes.subarray(8, dataStart)));
  checkTiling(entries, data.byteLength);
  const tensors = new Map<string, SafetensorsEntry>();
  const unsupported = new Map<string, string>();
  for (const [name, { dtype, shape, begin, end }] of entries) {
    const values = decode(dtype, data.subarray(begin, end));
    if (typeof values === 'string') unsupported.set(name, values);
    else tensors.set(name, { dtype: dtypeOf(values), shape, data: values });
  }
  return { tensors, metadata, unsupported };
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

/**
 * Every byte of the data must belong to one tensor: a file could otherwise hide bytes or be truncated
 * unnoticed.
 */
function checkTiling(entries: ReadonlyMap<string, HeaderEntry>, byteLength: number): void {
  let at = 0;
  const sorted = [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end);
  for (const [name, { begin, end }] of sorted) {
    if (begin !== at) {
      const fault = begin > at ? 'leaves a hole before it' : 'overlaps another';
      throw new FormatError(
        `readSafetensors: tensor ${JSON.stringify(name)} begins ` +
          `at byte ${begin} instead of ${at}: it ${fault}.`,
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

/** The values, or the reason why no dtype here can represent them. */
function decode(from: string, bytes: Uint8Array): TypedArray | string {
  if (!Object.hasOwn(safetensorsDTypes, from)) return from;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (from === 'F16') return widenF16(view);
  if (from === 'BF16') return widenBF16(view);
  if (from === 'I64') return narrowI64(view);
  const { dtype } = safetensorsDTypes[from as SafetensorsDType];
  const width = bytesPerElement[dtype];
  const aligned = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  return typedView(dtype, aligned.buffer, aligned.byteOffset, bytes.byteLength / width);
}

function narrowI64(bytes: DataView): Int32Array | string {
  const values = new Int32Array(bytes.byteLength / 8);
  for (let i = 0; i < values.length; i++) {
    const low = bytes.getInt32(8 * i, true);
    if (bytes.getInt32(8 * i + 4, true) !== low >> 31) {
      return `I64 (${bytes.getBigInt64(8 * i, true)} at index ${i})`;
    }
    values[i] = low;
  }
  return values;
}
