import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { MnistFiles } from '../mnist/parse-mnist.ts';
import { FileError } from './read-bytes.ts';

/** The usual names of the four files; `test-` may stand for `t10k-`. */
const fileNames: Readonly<Record<keyof MnistFiles, string>> = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
};

/** The paths of the four files of a folder, or of the two for training. */
export type IdxPaths = Readonly<Record<'trainImages' | 'trainLabels', string>> &
  Readonly<Partial<Record<keyof MnistFiles, string>>>;

/**
 * Finds the files of a data set in MNIST's format: plain before `.gz`, with a point in place of the last
 * hyphen or a prefix such as `emnist-letters-`.
 *
 * @param needsTest false if the two files for testing may both be missing
 */
export async function findIdxFiles(operation: string, folder: string, needsTest: boolean): Promise<IdxPaths> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOTDIR') return [];
    const isMissing = cause.code === 'ENOENT';
    const fault = isMissing
      ? `there is no folder ${folder}`
      : `cannot read the folder ${folder}: ${cause.message}`;
    throw new FileError(`${operation}: ${fault}.`, { cause });
  });
  const find = (key: keyof MnistFiles): string | undefined => {
    const stem = fileNames[key].replace(/^t10k-/, '(t10k|test)-').replace('-idx', '[-.]idx');
    const pattern = new RegExp(`^(.+[-_])?${stem}(\\.gz)?$`);
    const found = names.filter((name) => pattern.test(name)).sort();
    const [first, ...more] = found;
    const other = more.find((name) => name !== `${first}.gz`);
    if (other !== undefined) {
      throw new FileError(
        `${operation}: ${folder} has both ${first} and ${other}: a folder holds one data set.`,
      );
    }
    return first && join(folder, first);
  };
  const required = (key: keyof MnistFiles): string => {
    const path = find(key);
    if (path !== undefined) return path;
    const name = fileNames[key];
    throw new FileError(`${operation}: ${folder} has neither ${name} nor ${name}.gz.`);
  };
  const train = { trainImages: required('trainImages'), trainLabels: required('trainLabels') };
  const tests = find('testImages') !== undefined || find('testLabels') !== undefined;
  if (!needsTest && !tests) return train;
  return { ...train, testImages: required('testImages'), testLabels: required('testLabels') };
}
