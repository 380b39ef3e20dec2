import type { Stats } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { RegoptError } from '@regopt/tensor';

/** A file or folder that is missing or cannot be read. */
export class FileError extends RegoptError {
  override name = 'FileError';
}

/**
 * The size of a regular file in bytes. Throws a FileError with operation and path if it is missing, and for a
 * folder, a FIFO or a device, which could be read without end.
 */
export async function fileSize(operation: string, path: string): Promise<number> {
  const found = await attempt(operation, path, () => stat(path));
  if (!found.isFile()) throw new FileError(`${operation}: ${path} is ${kindOf(found)}, not a file.`);
  return found.size;
}

/** The bytes of a regular file; throws a FileError with operation and path if it cannot be read. */
export async function readBytes(operation: string, path: string): Promise<Uint8Array> {
  await fileSize(operation, path);
  const { buffer, byteOffset, byteLength } = await attempt(operation, path, () => readFile(path));
  // A plain Uint8Array: a Buffer's slice() and JSON differ.
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The first bytes of a file, at most `length`. */
export async function readHead(operation: string, path: string, length: number): Promise<Uint8Array> {
  return attempt(operation, path, async () => {
    const file = await open(path);
    try {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.read(bytes, 0, length, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  });
}

async function attempt<T>(operation: string, path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const what = missing ? `there is no file ${path}` : `cannot read ${path}: ${(cause as Error).message}`;
    throw new FileError(`${operation}: ${what}.`, { cause });
  }
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a FIFO';
  if (found.isSocket()) return 'a socket';
  return 'a device';
}
