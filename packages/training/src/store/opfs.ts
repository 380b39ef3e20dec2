import { RegoptError, ValueError, valueText } from '@regopt/tensor';
import type { Store } from '../contract/store.ts';
import { checkBytes } from './check-bytes.ts';
import { checkFileName, isFileName } from './check-file-name.ts';
import { inOrder } from './in-order.ts';

/** Max tries of a read; each fails only if the file is replaced in the middle of it. */
const mostTries = 20;

/** TypeScript's DOM types lack `move`, which Chromium, Firefox and Safari have. */
interface MovableFile extends FileSystemFileHandle {
  move(name: string): Promise<void>;
}

/**
 * A folder in the private file system of a page's origin (OPFS), which pages and workers of that origin
 * share. It stays when the page is closed, until the user clears the site's data; a browser that runs out of
 * disk may clear it too, unless `navigator.storage.persist()` was granted. A write goes to a temporary file
 * and is then moved.
 *
 * @param path the folder's name; `/` separates the levels of one in others
 * @throws ValueError for a path or a name that is none; RegoptError from its methods for a file that cannot
 *   be read or written: the quota is used up, or there is no such file system (a page needs https or
 *   localhost, and Safari version 26).
 * @example
 * ```ts no-run: needs a browser
 * import { opfs } from '@regopt/training/browser';
 * const store = opfs('runs/a');
 * await store.write('notes.txt', Uint8Array.of(104, 105));
 * await store.list(); // ['notes.txt']
 * ```
 */
export function opfs(path: string): Store {
  const levels = typeof path === 'string' ? path.split('/') : [];
  if (levels.length === 0 || !levels.every(isFileName))
    throw new ValueError(`opfs: a path is names of folders, joined by /, got ${valueText(path)}.`);
  const exclusively = inOrder();

  /** The error of an operation on a file; undefined for one that does not exist. */
  const fail = (what: string, name: string, cause: unknown): undefined => {
    if (cause instanceof RegoptError) throw cause;
    const { name: kind, message } = cause as DOMException;
    if (kind === 'NotFoundError' && what !== 'write') return undefined;
    const file = name === '' ? path : `${path}/${name}`;
    throw new RegoptError(`opfs: cannot ${what} ${file}: ${kind}: ${message}`, { cause });
  };

  const folder = async (create: boolean): Promise<FileSystemDirectoryHandle> => {
    if (typeof navigator === 'undefined' || navigator.storage?.getDirectory === undefined)
      throw new RegoptError(
        'opfs: there is no navigator.storage.getDirectory here; it needs https or localhost.',
      );
    let handle = await navigator.storage.getDirectory();
    for (const level of levels) handle = await handle.getDirectoryHandle(level, { create });
    return handle;
  };

  const writeFile = async (name: string, bytes: Uint8Array): Promise<void> => {
    const parent = await folder(true);
    // `exclusively` allows one writer per name. The next write replaces what a closed page left.
    const temporary = `.${name}.tmp`;
    const file = (await parent.getFileHandle(temporary, { create: true })) as MovableFile;
    try {
      if (file.createWritable === undefined) throw new RegoptError('opfs: this browser cannot write files.');
      const stream = await file.createWritable();
      // After an error the stream has dropped what was written. TypeScript's types, as browsers do, refuse a
      // view of memory that threads share.
      await stream.write(bytes as Uint8Array<ArrayBuffer>);
      await stream.close();
      await file.move(name);
    } catch (error) {
      // Ignore a failed cleanup: the caller gets the first error, and the next write replaces the file.
      await parent.removeEntry(temporary).catch(() => {});
      throw error;
    }
  };

  return {
    name: path,
    async read(name) {
      checkFileName('opfs.read', name);
      for (let tries = 1; ; tries++) {
        let found: File | undefined;
        try {
          found = await (await (await folder(false)).getFileHandle(name)).getFile();
          return new Uint8Array(await found.arrayBuffer());
        } catch (cause) {
          // A file that was replaced after getFile() can no longer be read; the new one can.
          if (found === undefined || tries === mostTries) return fail('read', name, cause);
        }
      }
    },
    async write(name, bytes) {
      checkFileName('opfs.write', name);
      checkBytes('opfs.write', bytes);
      return exclusively(() => writeFile(name, bytes).catch((cause) => fail('write', name, cause)));
    },
    async rename(name, to) {
      checkFileName('opfs.rename', name);
      checkFileName('opfs.rename', to);
      const move = async (): Promise<void> =>
        ((await (await folder(false)).getFileHandle(name)) as MovableFile).move(to);
      return exclusively(() => move().catch((cause) => fail('rename', name, cause)));
    },
    async remove(name) {
      checkFileName('opfs.remove', name);
      const remove = async (): Promise<void> => (await folder(false)).removeEntry(name);
      return exclusively(() => remove().catch((cause) => fail('remove', name, cause)));
    },
    async list() {
      const names: string[] = [];
      try {
        for await (const [name, { kind }] of (await folder(false)).entries())
          if (kind === 'file' && isFileName(name)) names.push(name);
      } catch (cause) {
        fail('read', '', cause);
      }
      return names.sort();
    },
  };
}
