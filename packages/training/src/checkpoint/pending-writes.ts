import type { Store } from '../contract/store.ts';

/** Writes files one after another while the training goes on. Failed writes stay queued for the next run. */
export interface PendingWrites {
  /** True while files are being written. */
  readonly busy: boolean;
  /** Queues a write under a name, replacing a queued one. Must not be called while `busy`. */
  put(name: string, write: () => Promise<void>): void;
  /** Queues the removal of a file, after all writes. Drops a queued write of that name. */
  remove(name: string): void;
  /** Runs the queue; resolves with the first error when it is done. */
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
    // Remove old files only after all writes succeeded.
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
