import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FormatError } from '@regopt/tensor';
import { FileError } from '../read-bytes.ts';

/** The pictures of one class, sorted by name. */
export interface PictureClass {
  readonly name: string;
  readonly paths: readonly string[];
}

/** The classes of each part, sorted by name. */
export interface PictureParts {
  readonly train: readonly PictureClass[];
  readonly validation?: readonly PictureClass[] | undefined;
  readonly test?: readonly PictureClass[] | undefined;
}

type Part = keyof PictureParts;

/** The folders of parts, under our names and under other usual ones. */
const partNames: Readonly<Record<string, Part>> = {
  train: 'train',
  training: 'train',
  validation: 'validation',
  valid: 'validation',
  val: 'validation',
  test: 'test',
};

/** Files that operating systems leave in folders. */
const litter = ['Thumbs.db', 'desktop.ini', '__MACOSX'];

export const isPictureName = (name: string): boolean => /\.(png|jpe?g)$/i.test(name);

/** Lists `folder/<class>/*.png`, or `folder/train/<class>/*.png` with `validation` and `test` beside it. */
export async function listPictures(operation: string, folder: string): Promise<PictureParts> {
  const entries = await entriesOf(operation, folder);
  refusePictures(operation, folder, entries, 'the folders of the classes');
  const folders = entries.filter(({ isFolder }) => isFolder).map(({ name }) => name);
  if (!folders.some((name) => partNames[name] === 'train'))
    return { train: await classesOf(operation, folder, folders) };
  const found: { -readonly [Each in Part]?: readonly PictureClass[] } = {};
  for (const name of folders) {
    const part = partNames[name];
    const path = join(folder, name);
    if (part === undefined)
      throw new FileError(`${operation}: ${path} is none of the parts train, validation and test beside it.`);
    if (found[part] !== undefined)
      throw new FileError(`${operation}: ${path} is a second folder for the part ${part}.`);
    const inside = await entriesOf(operation, path);
    refusePictures(operation, path, inside, 'the folders of the classes');
    found[part] = await classesOf(
      operation,
      path,
      inside.filter(({ isFolder }) => isFolder).map(({ name }) => name),
    );
  }
  return { ...found, train: found.train! };
}

async function classesOf(
  operation: string,
  folder: string,
  names: readonly string[],
): Promise<readonly PictureClass[]> {
  if (names.length === 0)
    throw new FileError(
      `${operation}: ${folder} has no folder: there is one for the pictures of each class.`,
    );
  const classes: PictureClass[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const entries = await entriesOf(operation, path);
    for (const entry of entries) {
      if (entry.isFolder)
        throw new FileError(`${operation}: ${join(path, entry.name)} is a folder inside that of a class.`);
      if (!isPictureName(entry.name)) {
        throw new FormatError(
          `${operation}: ${join(path, entry.name)} is neither .png nor .jpg: convert it, or remove it.`,
        );
      }
    }
    if (entries.length === 0) throw new FileError(`${operation}: ${path} has no pictures.`);
    classes.push({ name, paths: entries.map((entry) => join(path, entry.name)) });
  }
  return classes;
}

/** Other files beside the folders, such as a description, are left alone. */
function refusePictures(operation: string, folder: string, entries: readonly Entry[], beside: string): void {
  const stray = entries.find(({ isFolder, name }) => !isFolder && isPictureName(name));
  if (stray !== undefined) {
    throw new FileError(
      `${operation}: ${join(folder, stray.name)} lies beside ${beside}: move it into that of its class.`,
    );
  }
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The entries of a folder by code unit, the same on every system, without hidden files. */
async function entriesOf(operation: string, folder: string): Promise<Entry[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const what =
      code === 'ENOENT' ? `there is no folder ${folder}` : `cannot read the folder ${folder}: ${message}`;
    throw new FileError(`${operation}: ${what}.`, { cause });
  }
  const shown = entries.filter(({ name }) => !name.startsWith('.') && !litter.includes(name));
  const found = await Promise.all(
    shown.map(async (entry) => ({
      name: entry.name,
      // A broken link is found when the file is read.
      isFolder: entry.isSymbolicLink()
        ? await stat(join(folder, entry.name)).then(
            (target) => target.isDirectory(),
            () => false,
          )
        : entry.isDirectory(),
    })),
  );
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}
