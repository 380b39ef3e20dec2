import { readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../usage-error.ts';
import type { DataKind } from './data-form.ts';

/** True for the name of an IDX file, plain or gzipped. */
export const isIdxName = (name: string): boolean => /([-.]idx\d-ubyte|\.idx)(\.gz)?$/.test(name);
const isPicture = (name: string): boolean => /\.(png|jpe?g)$/i.test(name);
const isTable = (name: string): boolean => /\.(csv|tsv|tab)$/i.test(name);

/**
 * What lies at a path: a file is a table, and a folder has IDX files or folders of pictures.
 *
 * @param spelled the path in messages, such as `--data iris.csv`
 * @throws UsageError for anything else, which says what was looked for and what was found.
 */
export function findData(path: string, spelled: string): DataKind {
  const found = look(path, spelled);
  if (found.isFile()) {
    if (isPicture(path))
      throw new UsageError(
        `${spelled} is one picture; name a folder that has a folder of pictures for each class.`,
      );
    if (isIdxName(path)) throw new UsageError(`${spelled} is one IDX file; name its folder.`);
    return 'table';
  }
  if (!found.isDirectory()) throw new UsageError(`${spelled} is no regular file, and no folder.`);
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'));
  const names = entries.map(({ name }) => name).sort();
  if (names.some(isIdxName)) return 'idx';
  const folders = names.filter((name) =>
    statSync(join(path, name), { throwIfNoEntry: false })?.isDirectory(),
  );
  if (folders.length > 0) return 'pictures';
  const table = names.find(isTable);
  if (table !== undefined)
    throw new UsageError(
      `${spelled} is a folder with tables; name one of them, such as ${join(path, table)}.`,
    );
  throw new UsageError(
    `${spelled} has neither folders of pictures, one for each class, nor IDX files such as ` +
      `train-images-idx3-ubyte: ${names.length === 0 ? 'it is empty' : `it has ${listText(names)}`}.`,
  );
}

function look(path: string, spelled: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`${spelled}: there is no such file or folder.`);
    throw new UsageError(`${spelled} cannot be read: ${message}.`);
  }
}

function listText(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
