import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { threadId } from 'node:worker_threads';
import { FileError } from '@regopt/data/node';
import { checkOptions, type OptionKinds, ValueError, valueText } from '@regopt/tensor';
import type { Store } from '../contract/store.ts';
import { checkBytes } from './check-bytes.ts';
import { checkFileName, isFileName } from './check-file-name.ts';
import { isRunning, lockFolder } from './folder-lock.ts';
import { inOrder } from './in-order.ts';
import { makeFolders } from './make-folders.ts';

export interface FolderOptions {
  /**
   * True to be the only writer: a second process that asks for the lock is refused. It is held until `close`
   * or the end of the process. Default false.
   */
  readonly lock?: boolean | undefined;
}

/** A store whose files lie in a folder. */
export interface FolderStore extends Store {
  /** Gives the lock back. */
  close(): void;
}

const optionKinds: OptionKinds<FolderOptions> = { lock: 'boolean' };

/** Max bytes of one call of the system, which takes less than 2 GiB. */
const mostBytes = 2 ** 30;

let writes = 0;
/** The temporary files that this process is writing. */
const inUse = new Set<string>();

/**
 * A folder of files. The first write makes the folder. A write is durable: it goes to a temporary file in the
 * same folder, which is flushed to the disk (fsync) and renamed; then the folder is flushed. The temporary
 * files of killed processes are no files of the store, and the first write removes them.
 *
 * @param path relative to the current folder of the process, as it is now
 * @throws FileError for a folder that another process has locked, and from its methods for a file that cannot
 *   be read or written; ValueError for a path or a name that is none.
 * @example
 * ```ts
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { folder } from '@regopt/training/node';
 * const store = folder(join(mkdtempSync(join(tmpdir(), 'runs-')), 'a'), { lock: true });
 * await store.write('notes.txt', Uint8Array.of(104, 105));
 * await store.list(); // ['notes.txt']
 * store.close();
 * ```
 */
export function folder(path: string, options: FolderOptions = {}): FolderStore {
  checkOptions('folder', options, optionKinds);
  if (typeof path !== 'string' || path === '')
    throw new ValueError(`folder: a path is a text of at least one character, got ${valueText(path)}.`);
  const root = resolve(path);
  const exclusively = inOrder();
  const unlock = options.lock === true ? lockFolder(root, path) : () => {};
  let cleaned = false;

  const fail = (what: string, name: string, cause: unknown): never => {
    const file = name === '' ? path : join(path, name);
    throw new FileError(`folder: cannot ${what} ${file}: ${(cause as Error).message}.`, { cause });
  };

  const prepare = async (): Promise<void> => {
    makeFolders(root);
    if (cleaned) return;
    for (const name of await readdir(root))
      if (isLeftOver(root, name)) await rm(join(root, name), { force: true });
    cleaned = true;
  };

  const writeFile = async (name: string, bytes: Uint8Array): Promise<void> => {
    const temporary = join(root, `.${name}.${process.pid}-${threadId}-${++writes}.tmp`);
    inUse.add(temporary);
    try {
      await prepare();
      const file = await open(temporary, 'wx');
      try {
        // Few calls: each one waits until the training lets the event loop run.
        for (let at = 0; at < bytes.length; )
          at += (await file.write(bytes, at, Math.min(bytes.length - at, mostBytes))).bytesWritten;
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, join(root, name));
      await flushFolder(root);
    } catch (cause) {
      // Ignore a failed cleanup: the caller gets the first error, and a later process removes the file.
      await rm(temporary, { force: true }).catch(() => {});
      fail('write', name, cause);
    } finally {
      inUse.delete(temporary);
    }
  };

  return {
    name: path,
    async read(name) {
      checkFileName('folder.read', name);
      return readWhole(join(root, name)).catch((cause) =>
        isMissing(cause) ? undefined : fail('read', name, cause),
      );
    },
    async write(name, bytes) {
      checkFileName('folder.write', name);
      checkBytes('folder.write', bytes);
      return exclusively(() => writeFile(name, bytes));
    },
    async rename(name, to) {
      checkFileName('folder.rename', name);
      checkFileName('folder.rename', to);
      return exclusively(() =>
        rename(join(root, name), join(root, to)).then(
          () => flushFolder(root),
          (cause) => (isMissing(cause) ? undefined : fail('rename', name, cause)),
        ),
      );
    },
    async remove(name) {
      checkFileName('folder.remove', name);
      return exclusively(() =>
        rm(join(root, name), { force: true }).catch((cause) => fail('remove', name, cause)),
      );
    },
    async list() {
      const entries = await readdir(root, { withFileTypes: true }).catch((cause) =>
        isMissing(cause) ? [] : fail('read', '', cause),
      );
      return entries
        .filter((entry) => !entry.isDirectory() && isFileName(entry.name))
        .map(({ name }) => name)
        .sort();
    },
    close: unlock,
  };
}

const isMissing = (cause: unknown): boolean => (cause as NodeJS.ErrnoException).code === 'ENOENT';

/** True for the temporary file of a process, or of a former process of the same number, that has ended. */
function isLeftOver(root: string, name: string): boolean {
  const [, pid, thread] = /^\..*\.(\d+)-(\d+)-\d+\.tmp$/.exec(name) ?? [];
  if (pid === undefined) return false;
  const own = Number(pid) === process.pid && Number(thread) === threadId;
  return own ? !inUse.has(join(root, name)) : !isRunning(Number(pid));
}

/** Node's `readFile` takes no file of 2 GiB. */
async function readWhole(path: string): Promise<Uint8Array> {
  // Opening a FIFO would wait for its writer.
  if (!(await stat(path)).isFile()) throw new Error('it is not a file');
  const file = await open(path, 'r');
  try {
    const bytes = new Uint8Array((await file.stat()).size);
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await file.read(bytes, at, Math.min(bytes.length - at, mostBytes), at);
      if (bytesRead === 0) throw new Error(`it was cut to ${at} bytes while it was read`);
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/**
 * Makes renames in a folder durable. Windows cannot open a folder, and some file systems cannot flush one.
 */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } catch (cause) {
    if (!['EINVAL', 'ENOTSUP'].includes((cause as NodeJS.ErrnoException).code ?? '')) throw cause;
  } finally {
    await handle.close();
  }
}
