import { readFile } from 'node:fs/promises';
import { RegoptError } from '@regopt/tensor';

/** A file or folder that is not there or cannot be read. */
export class FileError extends RegoptError {
  override name = 'FileError';
}

/** The bytes of a file; a FileError that names the operation and the path when it cannot be read. */
export async function readBytes(operation: string, path: string): Promise<Uint8Array> {
  try {
    const { buffer, byteOffset, byteLength } = await readFile(path);
    // Plain bytes: a Buffer's slice() and JSON are its own.
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const what = missing ? `there is no file ${path}` : `cannot read ${path}: ${(cause as Error).message}`;
    throw new FileError(`${operation}: ${what}.`, { cause });
  }
}
