import { bytesPerElement, dtypeOf, type TypedArray } from '../dtype.ts';
import { DTypeError, ShapeError, ValueError } from '../errors.ts';
import { checkShape, shapeText, sizeOf } from '../shape.ts';
import { isTensor, type Tensor } from '../tensor.ts';
import { longestHeader, type SafetensorsEntry } from './read-safetensors.ts';

// In browsers and Node alike, but in no ECMAScript library file.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** What is written to a safetensors file. */
export interface SafetensorsContent {
  readonly tensors: ReadonlyMap<string, Tensor | SafetensorsEntry>;
  readonly metadata?: ReadonlyMap<string, string>;
}

const names = { f64: 'F64', f32: 'F32', i32: 'I32', u8: 'U8' } as const;

/**
 * The bytes of a safetensors file: tensors sorted by the size of their elements, largest first, then by name, so that
 * each lies aligned, metadata sorted by key, and the header padded to a multiple of 8. The same content gives the same
 * bytes, whatever the order of the Maps.
 *
 * @throws ShapeError, DTypeError or ValueError when an entry's data do not fit its shape or dtype, or a tensor is named
 *   `__metadata__`.
 * @example
 * ```ts
 * import { ones, writeSafetensors } from '@regopt/tensor';
 * const tensors = new Map([['weight', ones([2, 3])]]);
 * writeSafetensors({ tensors, metadata: new Map([['format', 'pt']]) }); // a Uint8Array
 * ```
 */
// The result is a Uint8Array<ArrayBuffer>, which TypeScript before 5.7 cannot spell.
export function writeSafetensors(content: SafetensorsContent): ReturnType<typeof Uint8Array.of> {
  const sorted = [...content.tensors].sort(
    ([nameA, a], [nameB, b]) =>
      bytesPerElement[b.dtype] - bytesPerElement[a.dtype] || (nameA < nameB ? -1 : 1),
  );
  const fields: string[] = [];
  if (content.metadata !== undefined && content.metadata.size > 0) {
    const metadata = [...content.metadata].sort(([a], [b]) => (a < b ? -1 : 1));
    const pairs = metadata.map(([key, text]) => `${JSON.stringify(key)}:${JSON.stringify(text)}`);
    fields.push(`"__metadata__":{${pairs.join(',')}}`);
  }
  let end = 0;
  for (const [name, entry] of sorted) {
    check(name, entry);
    const begin = end;
    end += sizeOf(entry.shape) * bytesPerElement[entry.dtype];
    fields.push(
      `${JSON.stringify(name)}:{"dtype":"${names[entry.dtype]}","shape":${shapeText(entry.shape)},"data_offsets":[${begin},${end}]}`,
    );
  }
  const json = new TextEncoder().encode(`{${fields.join(',')}}`);
  const headerLength = Math.ceil(json.byteLength / 8) * 8;
  if (headerLength > longestHeader) {
    throw new ValueError(
      `writeSafetensors: the header takes ${headerLength} bytes, the longest allowed is ${longestHeader}.`,
    );
  }
  const bytes = new Uint8Array(8 + headerLength + end);
  new DataView(bytes.buffer).setUint32(0, headerLength, true);
  bytes.set(json, 8);
  bytes.fill(0x20, 8 + json.byteLength, 8 + headerLength);
  let at = 8 + headerLength;
  for (const [, entry] of sorted) {
    const values = valuesOf(entry);
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  return bytes;
}

function valuesOf(entry: Tensor | SafetensorsEntry): TypedArray {
  return isTensor(entry) ? entry.toArray() : entry.data;
}

function check(name: string, entry: Tensor | SafetensorsEntry): void {
  if (name === '__metadata__') throw new ValueError('writeSafetensors: no tensor can be named __metadata__.');
  if (isTensor(entry)) return;
  const where = `writeSafetensors: tensor ${JSON.stringify(name)}`;
  checkShape(where, entry.shape);
  if (dtypeOf(entry.data) !== entry.dtype) {
    throw new DTypeError(`${where} has dtype ${entry.dtype} and ${dtypeOf(entry.data)} data.`);
  }
  if (entry.data.length !== sizeOf(entry.shape)) {
    throw new ShapeError(
      `${where}: ${entry.data.length} values do not fill shape ${shapeText(entry.shape)}.`,
    );
  }
}
