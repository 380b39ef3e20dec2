import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeIdx } from '@regopt/data';
import { temporaryFolder } from './temporary-folder.ts';

/** What an IDX folder of a test holds. */
export interface IdxFolderOptions {
  readonly height?: number;
  readonly width?: number;
  readonly classes?: number;
  readonly train?: number;
  /** 0 for a folder without a test set. */
  readonly test?: number;
}

/** Writes a folder in MNIST's format with pictures of noise, whose first pixels tell their class. */
export function idxFolder(options: IdxFolderOptions = {}): string {
  const { height = 28, width = 28, classes = 10, train = 100, test = 20 } = options;
  const folder = temporaryFolder();
  const size = height * width;
  for (const [part, count] of [
    ['train', train],
    ['t10k', test],
  ] as const) {
    if (count === 0) continue;
    const labels = Uint8Array.from({ length: count }, (_, i) => i % classes);
    const noise = Uint8Array.from({ length: count * size }, (_, i) => Math.imul(i, 2654435761) >>> 24);
    const data = noise.map((value, i) =>
      i % size < size / 2 ? 20 * (Math.floor(i / size) % classes) : value,
    );
    const write = (what: string, shape: number[], values: Uint8Array): void =>
      writeFileSync(join(folder, `${part}-${what}-ubyte`), encodeIdx({ type: 'u8', shape, data: values }));
    write('images-idx3', [count, height, width], data);
    write('labels-idx1', [count], labels);
  }
  return folder;
}
