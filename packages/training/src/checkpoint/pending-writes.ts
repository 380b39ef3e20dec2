import type { Store } from '../contract/store.ts';

/** Writes files one after another while the training goes on. What failed is kept, and tried again. */
export interface PendingWrites {
  /** True while files are being written. */
  readonly busy: boolean;
  /** Puts down what is to be written under a name; not while files are being written. */
  put(name: string, write: () => Promise<void>): void;
  /** A file to remove once everything else is written. */
  remove(name: string): void;
  /** Writes what was put down; resolves when nothing is being written, with the first error. */
  run(): Promise<Error | undefined>;
}

export function pendingWrites(store: Store): PendingWrites {
  const writes = new Map<string, () => Promise<void>>();
  const removals = new Set<string>();
  let running: Promise<Error | undefined> | undefined;

  const work = async (): Promise<Error | undefined> => {
    let failed: Error | undefined;
    const attempt = async (task: () => Promise<void>, done: () => unknown): Promise<void> => {
      try {
        await task();
        done();
      } catch (error) {
        failed ??= error as Error;
      }
    };
    for (const [name, write] of writes) await attempt(write, () => writes.delete(name));
    // A file is given up only for others that are there.
    if (failed === undefined)
      for (const name of removals)
        await attempt(
          () => store.remove(name),
          () => removals.delete(name),
        );
    return failed;
  };

  return {
    get busy() {
      return running !== undefined;
    },
    put(name, write) {
      removals.delete(name);
      writes.set(name, write);
    },
    remove(name) {
      writes.delete(name);
      removals.add(name);
    },
    run: () =>
      (running ??= work().finally(() => {
        running = undefined;
      })),
  };
}
