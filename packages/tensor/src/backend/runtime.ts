import type { Storage } from '../memory/storage.ts';
import type { Backend } from './backend.ts';
import { shareState } from './share-state.ts';

/** The storages that were allocated inside one call of `scope`. */
export interface ScopeFrame {
  readonly storages: Storage[];
  readonly parent: ScopeFrame | undefined;
}

/** What all installed copies of this package share. */
export interface Runtime {
  backend: Backend | undefined;
  frame: ScopeFrame | undefined;
  /** Whether a compiled step's function is running: see `compile`. */
  stepping: boolean;
  /** How many tensors have had their `requiresGrad` switched so far. */
  switched: number;
  /** A hash of which of them want gradients now: equal whenever the same ones do. */
  wanting: number;
  /** The same of those in one piece of memory, where there are any. */
  readonly wantingOf: WeakMap<Storage, number>;
  /** Counts in-place writes and recorded ops, in one order: see `tick`. */
  clock: number;
  /** Told of each storage that a kernel or the host uses, while set: see `watchReads`. */
  onRead: ((storage: Storage) => void) | undefined;
}

/**
 * A new number where copies with the old one would harm each other: another meaning of the runtime, or of a member of Tensor,
 * Storage, Backend or Kernel. A copy refuses to run beside one with another number.
 */
const protocol = 1;

let own: Runtime | undefined;

/** The one runtime of this process or page, made on first use, so that two installed copies of the package agree. */
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
