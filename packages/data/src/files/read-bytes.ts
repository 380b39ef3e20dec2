import { readFile } from 'node:fs/promises';
import { RegoptError } from '@regopt/tensor';

/** A file or folder that is missing or cannot be read. */
export class FileError extends RegoptError {
  override name = 'FileError';
}

/** The bytes of a file; throws a FileError with operation and path if it cannot be read. */
export async function readBytes(operation: string, path: string): Promise<Uint8Array> {
  try {
    const { buffer, byteOffset, byteLength } = await readFile(path);
    // A plain Uint8Array: a Buffer's slice() and JSON differ.
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const what = missing ? `there is no file ${path}` : `cannot read ${path}: ${(cause as Error).message}`;
    throw new FileError(`${operation}: ${what}.`, { cause });
  }
}
