import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { FileError } from '@regopt/data/node';
import { type FolderStore, folder } from '@regopt/training/node';
import { regoptCommand } from '../regopt-command.ts';
import { UsageError } from '../usage-error.ts';

/** The folder of a run, locked for this process. */
export interface RunFolder {
  /** Path relative to the current folder. */
  readonly path: string;
  /** Its files. A write replaces a file as a whole, and is durable. */
  readonly store: FolderStore;
  /** Removes the folder, with all in it, and the folders above that were made for it. */
  discard(): void;
}

/** The files of a checkpoint, which a run has until it is finished. */
const checkpointFiles = ['next', 'previous', 'last'].map((name) => `${name}.safetensors`);

/** The state of a run by its files; undefined for a folder that is no run's. */
export function runState(path: string): 'finished' | 'unfinished' | undefined {
  const has = (name: string): boolean => existsSync(join(path, name));
  if (!has('config.json')) return undefined;
  // A run that was killed before its first checkpoint has no model either.
  return checkpointFiles.some(has) || !has('model.safetensors') ? 'unfinished' : 'finished';
}

/** Marks a run whose other files are all written as finished: nothing is left to go on from. */
export async function markFinished({ store }: RunFolder): Promise<void> {
  for (const name of checkpointFiles) await store.remove(name);
}

/**
 * Chooses a run's folder and checks that it can be written, without writing anything yet.
 *
 * @param out the folder to write, or undefined for the first free `<runs>/<recipe>-<number>`
 * @param runs parent folder of runs without `out`
 * @throws UsageError when the folder holds something already or cannot be written.
 */
export function chooseRunFolder(out: string | undefined, recipe: string, runs = 'runs'): string {
  if (out === '') throw new UsageError('train: --out is empty; name a folder.');
  const path = out ?? firstFree(runs, recipe);
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new UsageError(`train: --out ${path} is a file, not a folder.`);
    checkEmpty(path);
  }
  const existing = nearestExisting(resolve(path));
  try {
    if (!statSync(existing).isDirectory()) throw new Error('it is not a folder');
    accessSync(existing, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw cannotWrite(path, error);
  }
  return path;
}

/**
 * Makes the run's folder and locks it. If two runs choose the same one, the second is refused, or takes the
 * next number if no `out` was given.
 */
export function openRunFolder(out: string | undefined, recipe: string, runs = 'runs'): RunFolder {
  const path = chooseRunFolder(out, recipe, runs);
  const made: string[] = [];
  try {
    makeFolders(dirname(resolve(path)), made);
    if (out === undefined || !existsSync(path)) {
      mkdirSync(path);
      made.push(resolve(path));
    }
  } catch (error) {
    if (out === undefined && (error as NodeJS.ErrnoException).code === 'EEXIST')
      return openRunFolder(out, recipe, runs);
    throw cannotWrite(path, error);
  }
  const opened = lockRunFolder(path, made);
  try {
    // Another run may have used it and ended since it was chosen.
    checkEmpty(path);
  } catch (error) {
    opened.store.close();
    throw error;
  }
  return opened;
}

/**
 * Locks the folder of a run for this process.
 *
 * @throws FileError if another process has locked it.
 */
export function lockRunFolder(path: string, made: readonly string[] = []): RunFolder {
  const store = lock(path);
  return {
    path: relative('', path) || '.',
    store,
    discard() {
      for (const name of readdirSync(path))
        if (name !== '.lock') rmSync(join(path, name), { recursive: true });
      store.close();
      for (const each of [...made].reverse())
        if (readdirSync(each).length === 0) rmSync(each, { recursive: true });
    },
  };
}

function lock(path: string): FolderStore {
  try {
    return folder(path, { lock: true });
  } catch (error) {
    throw error instanceof FileError ? new FileError(error.message.replace(/^folder: /, '')) : error;
  }
}

/**
 * Reads a file of a run's folder.
 *
 * @param command the name of the command, for errors
 */
export function readRunFile(folder: string, name: string, command: string): Buffer {
  const path = join(folder, name);
  if (!existsSync(path)) throw new UsageError(`${command}: ${folder} is no run: there is no ${path}.`);
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(
      `${command}: cannot read ${path}: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

function checkEmpty(path: string): void {
  // The lock of a run that was killed before it wrote anything holds nothing; that of one at work refuses it.
  if (readdirSync(path).every((name) => name === '.lock')) return;
  const advice =
    runState(path) === 'unfinished' ? ` To go on with its run: ${regoptCommand} resume ${path}` : '';
  throw new UsageError(`train: --out ${path} is not empty; name a new folder.${advice}`);
}

function cannotWrite(path: string, error: unknown): UsageError {
  return new UsageError(
    `train: cannot write ${path}: ${error instanceof Error ? error.message : String(error)}.`,
  );
}

function firstFree(runs: string, recipe: string): string {
  for (let number = 1; ; number++) {
    const path = join(runs, `${recipe}-${number}`);
    if (!existsSync(path)) return path;
  }
}

/**
 * Makes folders level by level: Node's recursive mkdir hangs on a file system such as /proc that answers
 * ENOENT.
 *
 * @param made gets those that were not there, the outer ones first
 */
function makeFolders(path: string, made: string[]): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path), made);
  mkdirSync(path);
  made.push(path);
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}
