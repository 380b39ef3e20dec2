import { RegoptError } from '@regopt/tensor';

/** A file or folder that is not there or cannot be read. */
export class FileError extends RegoptError {
  override name = 'FileError';
}
