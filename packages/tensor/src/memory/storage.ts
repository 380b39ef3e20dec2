import type { Backend, StorageLike } from '../backend/backend.ts';
import { runtime } from '../backend/runtime.ts';
import { DisposedError, RegoptError } from '../errors.ts';

interface Held {
  readonly backend: Backend;
  readonly handle: number;
  readonly byteLength: number;
}

let net: FinalizationRegistry<Held> | undefined;

/** Frees memory that was never disposed, once its Storage is unreachable. */
function finalizationNet(): FinalizationRegistry<Held> {
  return (net ??= new FinalizationRegistry((held) => held.backend.free(held.handle, held.byteLength)));
}

/**
 * A buffer of one back end. Freed by its innermost scope, or outside every scope when it is garbage
 * collected.
 */
export class Storage implements StorageLike {
  readonly backend: Backend;
  readonly handle: number;
  readonly byteLength: number;
  /**
   * While alive: true if kept. After that a string: why the loan ended, for its errors, or '' for freed
   * memory.
   */
  #state: boolean | string;
  /**
   * Clock of the last in-place write; for a loan, its lender. One field for both: each result of a step is a
   * loan.
   */
  #written: number | Storage;

  /** @param lender the storage whose memory a loan shares: a loan allocates and frees nothing. See `lend`. */
  constructor(backend: Backend, byteLength: number, lender?: Storage) {
    this.backend = backend;
    this.byteLength = byteLength;
    this.#state = lender !== undefined;
    this.#written = lender ?? 0;
    if (lender !== undefined) {
      this.handle = lender.handle;
      return;
    }
    this.handle = backend.allocate(byteLength);
    const frame = runtime().frame;
    if (frame === undefined) this.keep();
    else frame.storages.push(this);
  }

  /**
   * Clock of the last in-place write (see `tick`), at first 0. A loan has the version of the memory that it
   * shares.
   */
  get version(): number {
    const written = this.#written;
    return typeof written === 'number' ? written : written.version;
  }

  set version(version: number) {
    if (typeof this.#written === 'number') this.#written = version;
    else this.#written.version = version;
  }

  /** True if its memory was freed, its loan ended, or its lender's memory was freed. */
  get disposed(): boolean {
    const state = this.#state;
    if (state === false) return false;
    const written = this.#written;
    return state !== true || (typeof written !== 'number' && written.disposed);
  }

  /** True for a loan, which may end without a `free` of the back end. */
  get lent(): boolean {
    return typeof this.#written !== 'number';
  }

  /** True if no scope frees it: it was kept, made outside all scopes, lent, or freed already. */
  get kept(): boolean {
    return this.#state !== false;
  }

  /** Removes it from every scope: it lives until `dispose`, or until it is garbage collected. */
  keep(): void {
    if (this.kept) return;
    this.#state = true;
    finalizationNet().register(
      this,
      { backend: this.backend, handle: this.handle, byteLength: this.byteLength },
      this,
    );
  }

  /** Frees the memory. A second call does nothing. */
  dispose(): void {
    if (this.disposed) return;
    if (typeof this.#written === 'number') {
      // Frees before changing any state: `free` throws while a step is captured, and then the memory stays.
      this.backend.free(this.handle, this.byteLength);
      if (this.#state === true) finalizationNet().unregister(this);
    }
    this.#state = '';
  }

  /**
   * Ends a loan, whose memory will be overwritten. Later errors contain `reason`, a sentence.
   *
   * @throws RegoptError for a storage that is not a loan.
   */
  end(reason: string): void {
    if (typeof this.#written === 'number')
      throw new RegoptError(
        'endLoan: the tensor owns its memory: it is not what lend() gave. Use dispose().',
      );
    if (!this.disposed) this.#state = reason;
  }

  /** @throws DisposedError always, with the reason: an ended loan or freed memory. */
  failDisposed(operation: string): never {
    const state = this.#state;
    if (typeof state === 'string' && state !== '') throw new DisposedError(`${operation}: ${state}`);
    throw new DisposedError(
      `${operation}: the tensor's memory was freed, by dispose() or at the end of the scope that made it. ` +
        'Return it from the scope, or keep() it.',
    );
  }
}
