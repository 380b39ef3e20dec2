import { isGzip } from '../idx/gunzip-idx.ts';
import { idxSizeError, maxIdxHeaderLength, readIdxHeader } from '../idx/idx-header.ts';
import { fileSize, readBytes, readHead } from './read-bytes.ts';

/**
 * The bytes of an IDX file, plain or gzipped. The size of a plain one is compared with its header's before
 * the file is read, so that no memory is taken for a file that is refused.
 */
export async function readIdxBytes(operation: string, path: string): Promise<Uint8Array> {
  const size = await fileSize(operation, path);
  const head = await readHead(operation, path, maxIdxHeaderLength);
  if (!isGzip(head)) {
    const label = `parseIdx: ${path}`;
    const header = readIdxHeader(head, label);
    if (size !== header.totalLength) throw idxSizeError(header, `${size} bytes`, label);
  }
  return readBytes(operation, path);
}
