import type { Store } from '../contract/store.ts';
import { checkBytes } from './check-bytes.ts';
import { checkFileName } from './check-file-name.ts';

/**
 * A store in memory: for tests, and for a program that sends its checkpoints elsewhere. It keeps copies of
 * the bytes, and gives out copies.
 *
 * @param name the store's name in messages
 * @throws ValueError from its methods, for a name that is no file's.
 * @example
 * ```ts
 * import { memoryStore } from '@regopt/training';
 * const store = memoryStore();
 * await store.write('notes.txt', Uint8Array.of(104, 105));
 * await store.list(); // ['notes.txt']
 * ```
 */
export function memoryStore(name = 'memory'): Store {
  const files = new Map<string, Uint8Array>();
  return {
    name,
    async read(name) {
      checkFileName('memoryStore.read', name);
      return files.get(name)?.slice();
    },
    async write(name, bytes) {
      checkFileName('memoryStore.write', name);
      checkBytes('memoryStore.write', bytes);
      files.set(name, new Uint8Array(bytes));
    },
    async rename(name, to) {
      checkFileName('memoryStore.rename', name);
      checkFileName('memoryStore.rename', to);
      const bytes = files.get(name);
      if (bytes === undefined) return;
      files.delete(name);
      files.set(to, bytes);
    },
    async remove(name) {
      checkFileName('memoryStore.remove', name);
      files.delete(name);
    },
    async list() {
      return [...files.keys()].sort();
    },
  };
}
