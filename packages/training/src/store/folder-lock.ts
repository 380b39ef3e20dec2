import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { FileError } from '@regopt/data/node';
import { makeFolders } from './make-folders.ts';

/** What stands in a lock: the process that holds it. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** What tells it from a later process of the same number; '' where the system does not say. */
  readonly started: string;
  /** What tells it from other locks of the process. */
  readonly lock: string;
}

let locks = 0;

/** The files of this thread's locks, by the text in them. */
const held = new Map<string, string>();

/** Removes a lock, unless it was given back before, or another one has taken its place. */
const release = (text: string): void => {
  const file = held.get(text);
  if (file !== undefined && read(file) === text) rmSync(file, { force: true });
  held.delete(text);
};

const releaseAll = (): void => {
  for (const text of held.keys()) release(text);
};

/**
 * Locks a folder for this process by the file `.lock` in it. The lock of a process that has ended, on this
 * host, is taken over.
 *
 * @param path the folder as the user named it, for errors
 * @returns a function that gives the lock back
 */
export function lockFolder(root: string, path: string): () => void {
  const file = join(root, '.lock');
  const { pid } = process;
  const lock = `${threadId}-${++locks}`;
  const text = JSON.stringify({ pid, host: hostname(), started: startOf(pid), lock } satisfies Holder);
  try {
    makeFolders(root);
    while (!create(file, text)) removeStale(file, path);
  } catch (cause) {
    if (cause instanceof FileError) throw cause;
    throw new FileError(`folder: cannot lock ${path}: ${(cause as Error).message}.`, { cause });
  }
  if (held.size === 0) process.once('exit', releaseAll);
  held.set(text, file);
  return () => {
    release(text);
    if (held.size === 0) process.off('exit', releaseAll);
  };
}

/** True if this process runs on this host. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs under another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Creates the lock; false if there is one. */
function create(file: string, text: string): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    writeSync(descriptor, text);
    // Flush: an empty lock after a power failure would look like one that is being made.
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  return true;
}

/** Removes the lock of a process that has ended; throws if its process may still run. */
function removeStale(file: string, path: string): void {
  let text = read(file);
  if (text === '') {
    // Most likely its process is about to write it.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    text = read(file);
  }
  if (text === undefined) return;
  const holder = parse(text);
  if (holder === undefined || !hasEnded(holder)) {
    const by =
      holder === undefined
        ? 'a process that its lock does not name'
        : `process ${holder.pid}${holder.host === hostname() ? '' : ` of the host ${holder.host}`}`;
    throw new FileError(
      `folder: ${path} is in use by ${by}. Name another folder, or wait for its end; if it has ended, ` +
        `remove ${join(path, '.lock')}.`,
    );
  }
  // Of several processes that found the same lock stale, one renames it.
  const taken = `${file}.${process.pid}`;
  try {
    renameSync(file, taken);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  // Another process may have replaced it since it was read: then that lock is put back.
  if (read(taken) === text) rmSync(taken);
  else renameSync(taken, file);
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function parse(text: string): Omit<Holder, 'lock'> | undefined {
  try {
    const { pid, host, started } = JSON.parse(text) as Holder;
    return Number.isSafeInteger(pid) && pid > 0
      ? { pid, host: String(host), started: String(started) }
      : undefined;
  } catch {
    return undefined;
  }
}

/** True if the process has ended for certain. */
function hasEnded({ pid, host, started }: Omit<Holder, 'lock'>): boolean {
  if (host !== hostname()) return false;
  if (!isRunning(pid)) return true;
  // The process number may be reused: in a container often by this process.
  const now = startOf(pid);
  return now === '' || started === '' ? pid === process.pid && held.size === 0 : now !== started;
}

/** On Linux, the boot and the moment in it at which a process started. */
function startOf(pid: number): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The start is field 22. The command, field 2 in parentheses, may have any character.
    return `${boot}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return '';
  }
}
