import { FormatError } from '@regopt/tensor';
import { FileError, fileSize, readBytes } from './read-bytes.ts';

/** Max length of a string in V8 on 64-bit machines. */
const maxLength = 2 ** 29 - 24;

/** The text of a file in UTF-8; throws a FileError or FormatError that begins with `operation`. */
export async function readText(operation: string, path: string): Promise<string> {
  const size = await fileSize(operation, path);
  if (size > maxLength) {
    throw new FileError(
      `${operation}: ${path} has ${size} bytes, and a text has at most ${maxLength}. Divide it into several.`,
    );
  }
  const bytes = await readBytes(operation, path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError(`${operation}: ${path} is not UTF-8 text.`, { cause });
  }
}
