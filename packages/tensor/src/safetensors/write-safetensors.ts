import { checkOptions } from '../check/check-options.ts';
import { type OptionKinds, valueText } from '../check/option-fault.ts';
import { DTypeError, ShapeError, ValueError } from '../errors.ts';
import { checkShape, shapeText, sizeOf } from '../shape/shape.ts';
import { bytesPerElement, dtypeOf, type TypedArray, typedArray } from '../tensor/dtype.ts';
import { isTensor, type Tensor } from '../tensor/tensor.ts';
import { longestHeader, type SafetensorsEntry } from './read-safetensors.ts';

// A global of browsers and Node, declared here since no ECMAScript library file has it.
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

/** The content of a safetensors file. */
export interface SafetensorsContent {
  readonly tensors: ByName<Tensor | SafetensorsEntry>;
  readonly metadata?: ByName<string> | undefined;
  /** From `readSafetensors`: must be empty, since tensors that were not read cannot be written. */
  readonly unsupported?: ByName<string> | undefined;
}

type ByName<Value> = ReadonlyMap<string, Value> | Readonly<Record<string, Value>>;

const kinds: OptionKinds<SafetensorsContent> = {
  tensors: 'object',
  metadata: 'object',
  unsupported: 'object',
};

const names = { f64: 'F64', f32: 'F32', i32: 'I32', u8: 'U8' } as const;

/**
 * The bytes of a safetensors file. Tensors are sorted by element size, max first, then by name, so that each
 * is aligned; metadata are sorted by key; the header is padded to a multiple of 8. Equal content gives equal
 * bytes, in any order of the Maps.
 *
 * @throws ShapeError, DTypeError or ValueError when an entry's data do not fit its shape or dtype, or a
 *   tensor is named `__metadata__`; ValueError for a value that is not a tensor, or metadata that are not
 *   strings.
 * @example
 * ```ts
 * import { ones, writeSafetensors } from '@regopt/tensor';
 * const tensors = { weight: ones([2, 3]) }; // or a Map
 * writeSafetensors({ tensors, metadata: { format: 'pt' } }); // a Uint8Array
 * ```
 */
// The result is a Uint8Array<ArrayBuffer>, a type that TypeScript before 5.7 cannot express.
export function writeSafetensors(content: SafetensorsContent): ReturnType<typeof Uint8Array.of> {
  checkOptions('writeSafetensors', content, kinds);
  for (const [name, dtype] of entriesOf('unsupported', content.unsupported ?? {}))
    throw new ValueError(
      `writeSafetensors: ${quote(name)} is ${dtype}, which was not read and cannot be written.`,
    );
  const tensors = entriesOf('tensors', content.tensors);
  for (const [name, entry] of tensors) check(name, entry);
  const sorted = tensors.sort(
    ([nameA, a], [nameB, b]) =>
      bytesPerElement[b.dtype] - bytesPerElement[a.dtype] || (nameA < nameB ? -1 : 1),
  );
  const fields: string[] = [];
  const metadata = entriesOf('metadata', content.metadata ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  if (metadata.length > 0) {
    for (const [key, text] of metadata) {
      if (typeof text !== 'string')
        throw new ValueError(`writeSafetensors: metadata are strings; ${quote(key)} is ${valueText(text)}.`);
    }
    const pairs = metadata.map(([key, text]) => `${quote(key)}:${quote(text)}`);
    fields.push(`"__metadata__":{${pairs.join(',')}}`);
  }
  let end = 0;
  for (const [name, entry] of sorted) {
    const begin = end;
    end += sizeOf(entry.shape) * bytesPerElement[entry.dtype];
    fields.push(
      `${quote(name)}:{"dtype":"${names[entry.dtype]}","shape":${shapeText(entry.shape)},` +
        `"data_offsets":[${begin},${end}]}`,
    );
  }
  const json = new TextEncoder().encode(`{${fields.join(',')}}`);
  const headerLength = Math.ceil(json.byteLength / 8) * 8;
  if (headerLength > longestHeader) {
    throw new ValueError(
      `writeSafetensors: the header takes ${headerLength} bytes, the longest allowed is ${longestHeader}.`,
    );
  }
  const bytes = typedArray('u8', 8 + headerLength + end, 'writeSafetensors') as ReturnType<
    typeof Uint8Array.of
  >;
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

const quote = (text: string): string => JSON.stringify(text);

function entriesOf<Value>(what: string, given: ByName<Value>): [string, Value][] {
  if (given instanceof Map) {
    for (const name of given.keys()) {
      if (typeof name !== 'string')
        throw new ValueError(`writeSafetensors: ${what} have strings as names, got ${valueText(name)}.`);
    }
    return [...(given as ReadonlyMap<string, Value>)];
  }
  const prototype: unknown = typeof given === 'object' && given !== null && Object.getPrototypeOf(given);
  if (prototype !== null && prototype !== Object.prototype)
    throw new ValueError(`writeSafetensors: ${what} are a Map or a plain object, got ${valueText(given)}.`);
  return Object.entries(given);
}

function valuesOf(entry: Tensor | SafetensorsEntry): TypedArray {
  return isTensor(entry) ? entry.toArray() : entry.data;
}

function check(name: string, entry: Tensor | SafetensorsEntry): void {
  if (name === '__metadata__') throw new ValueError('writeSafetensors: no tensor can be named __metadata__.');
  if (isTensor(entry)) return;
  const where = `writeSafetensors: tensor ${quote(name)}`;
  if (typeof entry !== 'object' || entry === null || !ArrayBuffer.isView(entry.data))
    throw new ValueError(`${where} is a tensor or { dtype, shape, data }, got ${valueText(entry)}.`);
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
