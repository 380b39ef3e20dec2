import {
  FormatError,
  readSafetensors,
  type SafetensorsContent,
  type SafetensorsFile,
  ValueError,
  writeSafetensors,
} from '@regopt/tensor';
import { crc32 } from './crc32.ts';

/** The metadata's key of the checksum, which is written as `crc32:` and 8 hexadecimal digits. */
const key = 'regopt.checksum';
const marker = `"${key}":"crc32:`;
const digits = 8;
const zeros = new Uint8Array(digits).fill(0x30);

/**
 * A safetensors file with a checksum in its metadata, `regopt.checksum`: the CRC-32 of the whole file, in
 * which the checksum's own digits count as zeros. Every reader of safetensors files opens it.
 *
 * @throws ValueError for metadata with that key, and as `writeSafetensors`.
 * @example
 * ```ts
 * import { ones } from '@regopt/tensor';
 * import { decodeCheckpoint, encodeCheckpoint } from '@regopt/training';
 * const bytes = encodeCheckpoint({ tensors: { weight: ones([2]) }, metadata: { epoch: '3' } });
 * decodeCheckpoint(bytes, 'a.safetensors').metadata.get('epoch'); // '3'
 * bytes[bytes.length - 1]! ^= 1; // decodeCheckpoint would now say that a.safetensors is damaged
 * ```
 */
// The result is a Uint8Array<ArrayBuffer>, a type that TypeScript before 5.7 cannot express.
export function encodeCheckpoint(content: SafetensorsContent): ReturnType<typeof Uint8Array.of> {
  const given = content.metadata ?? {};
  const metadata = new Map<string, string>(given instanceof Map ? given : Object.entries(given));
  if (metadata.has(key)) throw new ValueError(`encodeCheckpoint: the metadata's key "${key}" is taken.`);
  metadata.set(key, `crc32:${'0'.repeat(digits)}`);
  const bytes = writeSafetensors({ ...content, metadata });
  bytes.set(new TextEncoder().encode(hexadecimal(crc32(bytes))), findChecksum(bytes));
  return bytes;
}

/**
 * Reads a file of `encodeCheckpoint`. The metadata of the result lack the checksum.
 *
 * @param name the file's name, for the error
 * @throws FormatError for a file that was cut off or changed in any bit, or that has no checksum.
 */
export function decodeCheckpoint(bytes: Uint8Array, name: string): SafetensorsFile {
  const at = findChecksum(bytes);
  if (at === undefined) throw new FormatError(withoutChecksum(bytes, name));
  const end = at + digits;
  const computed = hexadecimal(crc32(bytes.subarray(end), crc32(zeros, crc32(bytes.subarray(0, at)))));
  const stored = latin1(bytes.subarray(at, end));
  if (stored !== computed) {
    throw new FormatError(
      `decodeCheckpoint: ${name} was cut off or changed: its checksum is ${stored}, and its ` +
        `${bytes.length} bytes give ${computed}. Use another checkpoint, or a copy of this one.`,
    );
  }
  const file = readSafetensors(bytes);
  file.metadata.delete(key);
  return file;
}

/** True for a file that says that it has a checksum. */
export const hasChecksum = (bytes: Uint8Array): boolean => findChecksum(bytes) !== undefined;

/**
 * Where the digits of the checksum begin, or undefined. Quotes inside a name or a text of the header are
 * escaped, and the marker has plain quotes, so it can match only the key.
 */
function findChecksum(bytes: Uint8Array): number | undefined {
  if (bytes.length < 8) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const found = latin1(bytes.subarray(8, 8 + length)).indexOf(marker);
  return found < 0 ? undefined : 8 + found + marker.length;
}

function withoutChecksum(bytes: Uint8Array, name: string): string {
  try {
    readSafetensors(bytes);
  } catch (error) {
    return (
      `decodeCheckpoint: ${name} is no checkpoint, or was cut off or changed: ` +
      `${(error as Error).message.replace('readSafetensors: ', '')} Use another checkpoint, or a copy of it.`
    );
  }
  return (
    `decodeCheckpoint: ${name} has tensors and no checksum: it is no checkpoint of a training. ` +
    'Load its weights by loadModel.'
  );
}

const hexadecimal = (value: number): string => value.toString(16).padStart(digits, '0');

/** One character for each byte. */
const latin1 = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);
