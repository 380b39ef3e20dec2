import type { StorageLike } from '../backend/backend.ts';
import { runtime } from '../backend/runtime.ts';

/**
 * Calls `fn`, and `onRead` for each storage that a kernel or the host uses meanwhile. An error thrown by
 * `onRead` surfaces at that use, before the kernel runs.
 *
 * @example
 * ```ts
 * import { copyInto, empty, type StorageLike, tensor, watchReads } from '@regopt/tensor';
 * const [x, y] = [tensor([1, 2]), empty([2])];
 * const seen = new Set<StorageLike>();
 * watchReads((storage) => seen.add(storage), () => copyInto(y, x));
 * seen.has(x.storage); // true
 * ```
 */
export function watchReads<T>(onRead: (storage: StorageLike) => void, fn: () => T): T {
  const state = runtime();
  const former = state.onRead;
  state.onRead = (storage) => {
    onRead(storage);
    former?.(storage);
  };
  try {
    return fn();
  } finally {
    state.onRead = former;
  }
}
