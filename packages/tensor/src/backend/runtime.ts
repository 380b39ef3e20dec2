import type { Backend, StorageLike } from './backend.ts';
import { shareState } from './share-state.ts';

/** The storages that were allocated inside one call of `scope`. */
export interface ScopeFrame {
  readonly storages: StorageLike[];
  readonly parent: ScopeFrame | undefined;
}

/** State shared by all installed copies of this package. */
export interface Runtime {
  backend: Backend | undefined;
  frame: ScopeFrame | undefined;
  /** True while a compiled step's function is running: see `compile`. */
  stepping: boolean;
  /** Number of tensors whose `requiresGrad` was switched so far. */
  switched: number;
  /** Hash of the set of switched tensors that require gradients now: equal sets have equal hashes. */
  wanting: number;
  /** The same hash for the tensors of one storage, if any of them was switched. */
  readonly wantingOf: WeakMap<StorageLike, number>;
  /** Clock that orders in-place writes and recorded ops: see `tick`. */
  clock: number;
  /** While set, called with each storage that a kernel or the host uses: see `watchReads`. */
  onRead: ((storage: StorageLike) => void) | undefined;
}

/**
 * Raise it when the meaning of the runtime, or of a member of Tensor, Storage, Backend or Kernel, changes in
 * a way that breaks older copies. A copy refuses to run beside one with another number. It counts changes of
 * released versions: 1 is the first release's.
 */
const protocol = 1;

let own: Runtime | undefined;

/**
 * The one runtime of this process or page, made on first use. All installed copies of the package use the
 * same object.
 */
export function runtime(): Runtime {
  return (own ??= shareState('@regopt/tensor/runtime', protocol, {
    backend: undefined,
    frame: undefined,
    stepping: false,
    switched: 0,
    wanting: 0,
    wantingOf: new WeakMap(),
    clock: 0,
    onRead: undefined,
  }));
}
