import {
  accessSync,
  appendFileSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { UsageError } from '../usage-error.ts';

/** The folder of a run's files. */
export interface RunFolder {
  /** Path relative to the current folder. */
  readonly path: string;
  /** Writes a file atomically: first beside it, then renamed, so no reader sees half of it. */
  write(name: string, content: string | Uint8Array): void;
  /** Adds a line to a file. */
  append(name: string, line: string): void;
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
    if (readdirSync(path).length > 0)
      throw new UsageError(`train: --out ${path} is not empty; name a new folder.`);
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
 * Makes the run's folder and reserves it. If two runs choose the same one, the second is refused, or takes
 * the next number if no `out` was given.
 */
export function openRunFolder(out: string | undefined, recipe: string, runs = 'runs'): RunFolder {
  const path = chooseRunFolder(out, recipe, runs);
  try {
    makeFolders(dirname(resolve(path)));
    if (out === undefined || !existsSync(path)) mkdirSync(path);
    // Fails if another run has reserved the folder in the meantime.
    writeFileSync(join(path, 'metrics.jsonl'), '', { flag: 'wx' });
  } catch (error) {
    if (out === undefined && (error as NodeJS.ErrnoException).code === 'EEXIST')
      return openRunFolder(out, recipe, runs);
    throw cannotWrite(path, error);
  }
  return {
    path: relative('', path) || '.',
    write(name, content) {
      const target = join(path, name);
      const partial = `${target}.partial`;
      try {
        writeFileSync(partial, content);
        renameSync(partial, target);
      } catch (error) {
        rmSync(partial, { force: true });
        throw cannotWrite(target, error);
      }
    },
    append(name, line) {
      const target = join(path, name);
      try {
        appendFileSync(target, `${line}\n`);
      } catch (error) {
        throw cannotWrite(target, error);
      }
    },
  };
}

/** Reads a file of a run's folder. */
export function readRunFile(folder: string, name: string): Buffer {
  const path = join(folder, name);
  if (!existsSync(path)) throw new UsageError(`evaluate: ${folder} is no run: there is no ${path}.`);
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(
      `evaluate: cannot read ${path}: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
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
 */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  makeFolders(dirname(path));
  mkdirSync(path);
}

function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(dirname(path));
}
