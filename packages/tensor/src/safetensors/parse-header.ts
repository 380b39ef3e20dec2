import { FormatError } from '../errors.ts';
import { type Shape, shapeText } from '../shape/shape.ts';
import { duplicateKey } from './duplicate-key.ts';
import { type SafetensorsDType, safetensorsDTypes } from './safetensors-dtype.ts';

/** One tensor of a safetensors header. `begin` and `end` count bytes from the start of the data. */
export interface HeaderEntry {
  /** A key of {@link safetensorsDTypes}, or another dtype, which is not read. */
  readonly dtype: string;
  readonly shape: Shape;
  readonly begin: number;
  readonly end: number;
}

/** The tensors and metadata of a header, by name. */
export interface SafetensorsHeader {
  readonly entries: ReadonlyMap<string, HeaderEntry>;
  readonly metadata: Map<string, string>;
}

/**
 * Parses the JSON of a safetensors header.
 *
 * @throws FormatError naming the part that violates the format.
 */
export function parseHeader(json: string): SafetensorsHeader {
  let header: object;
  try {
    header = JSON.parse(json) as object;
  } catch (error) {
    throw new FormatError(`readSafetensors: the header is not JSON: ${(error as Error).message}`);
  }
  const twice = duplicateKey(json);
  if (twice !== undefined)
    throw new FormatError(`readSafetensors: the header has the key ${quote(twice)} twice.`);
  const entries = new Map<string, HeaderEntry>();
  const metadata = new Map<string, string>();
  for (const [name, value] of Object.entries(header)) {
    if (name === '__metadata__') readMetadata(value, metadata);
    else entries.set(name, readEntry(name, value));
  }
  return { entries, metadata };
}

function readMetadata(value: unknown, into: Map<string, string>): void {
  if (!isRecord(value)) throw new FormatError('readSafetensors: __metadata__ is not an object.');
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') {
      throw new FormatError(
        `readSafetensors: __metadata__ maps strings to strings; ${quote(key)} is a ${typeof text}.`,
      );
    }
    into.set(key, text);
  }
}

function readEntry(name: string, value: unknown): HeaderEntry {
  const where = `readSafetensors: tensor ${quote(name)}`;
  if (!isRecord(value)) throw new FormatError(`${where} is not described by an object.`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string') {
    const given = dtype === undefined ? 'missing' : 'no string';
    throw new FormatError(
      `${where} has dtype that is ${given}; read are ${Object.keys(safetensorsDTypes).join(', ')}.`,
    );
  }
  if (!isSizes(shape))
    throw new FormatError(`${where} has a shape that is not a list of whole numbers >= 0.`);
  if (!isSizes(offsets) || offsets.length !== 2) {
    throw new FormatError(`${where} has data_offsets that are not two whole numbers >= 0.`);
  }
  const [begin, end] = offsets as [number, number];
  let bytes = bytesOf(dtype);
  for (const length of shape) {
    bytes *= length;
    if (bytes > Number.MAX_SAFE_INTEGER)
      throw new FormatError(`${where} has more bytes than 2^53: shape ${shapeText(shape)}.`);
  }
  // If the size of the dtype is unknown, only the order of the offsets can be checked.
  if (Number.isNaN(bytes) ? end < begin : bytes !== end - begin) {
    throw new FormatError(
      `${where}: ${dtype} of shape ${shapeText(shape)} takes ${bytes} bytes, its data_offsets ` +
        `[${begin},${end}] give ${end - begin}.`,
    );
  }
  return { dtype, shape, begin, end };
}

/**
 * Bytes per element. Of a dtype that is not read, the bits in its name, / 8: 1 for F8_E4M3, 0.5 for F4; else
 * NaN.
 */
function bytesOf(dtype: string): number {
  if (Object.hasOwn(safetensorsDTypes, dtype)) return safetensorsDTypes[dtype as SafetensorsDType].bytes;
  return Number(/^[A-Z]+(\d+)/.exec(dtype)?.[1]) / 8;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function quote(name: string): string {
  return JSON.stringify(name);
}
