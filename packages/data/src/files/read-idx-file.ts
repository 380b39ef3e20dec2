import type { IdxArray } from '../idx/idx-type.ts';
import { parseIdx } from '../idx/parse-idx.ts';
import { readIdxBytes } from './read-idx-bytes.ts';

/**
 * Reads an IDX file, plain or gzipped (detected by its bytes, not its name). See `parseIdx`.
 *
 * @throws FileError when the file is missing or cannot be read; FormatError, with the path, when it is not
 *   IDX.
 * @example
 * ```ts
 * import { join } from 'node:path';
 * import { mnistDirectory, readIdxFile } from '@regopt/data/node';
 * const { shape } = await readIdxFile(join(mnistDirectory(), 't10k-labels-idx1-ubyte'));
 * shape; // [10000]
 * ```
 */
export async function readIdxFile(path: string): Promise<IdxArray> {
  return parseIdx(await readIdxBytes('readIdxFile', path), { name: path });
}
