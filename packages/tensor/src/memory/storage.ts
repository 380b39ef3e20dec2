import type { Backend } from '../backend/backend.ts';
import { runtime } from '../backend/runtime.ts';
import { DisposedError, RegoptError } from '../errors.ts';

interface Held {
  readonly backend: Backend;
  readonly handle: number;
  readonly byteLength: number;
}

let net: FinalizationRegistry<Held> | undefined;

/** Frees memory that was never disposed, once the garbage collector has found that nothing refers to it. */
function finalizationNet(): FinalizationRegistry<Held> {
  return (net ??= new FinalizationRegistry((held) => held.backend.free(held.handle, held.byteLength)));
}

/** A piece of one back end's memory. The innermost scope owns it, or, outside every scope, the garbage collector. */
export class Storage {
  readonly backend: Backend;
  readonly handle: number;
  readonly byteLength: number;
  /** Alive: whether it was kept. Then a string: why a loan ended, as its errors say it, or empty. */
  #state: boolean | string;
  /** When it was last written in place; a loan has its lender here. Few fields: a result of a compiled step is a loan. */
  #written: number | Storage;

  /** @param lender whose memory it shares: nothing is allocated then, and nothing freed at the end. See `lend`. */
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

  /** When it was last written in place, on the clock of `tick`; 0 at first. A loan's is that of the memory it shares. */
  get version(): number {
    const written = this.#written;
    return typeof written === 'number' ? written : written.version;
  }

  set version(version: number) {
    if (typeof this.#written === 'number') this.#written = version;
    else this.#written.version = version;
  }

  /** Whether its memory was freed, or its loan ended, or the memory that was lent was freed. */
  get disposed(): boolean {
    const state = this.#state;
    if (state === false) return false;
    const written = this.#written;
    return state !== true || (typeof written !== 'number' && written.disposed);
  }

  /** Whether it is a loan, which may end without a `free` of the back end's. */
  get lent(): boolean {
    return typeof this.#written !== 'number';
  }

  /** Whether no scope frees it: it was kept, made outside of all scopes, lent, or is freed already. */
  get kept(): boolean {
    return this.#state !== false;
  }

  /** Leaves every scope: lives until `dispose`, or until nothing refers to it any more. */
  keep(): void {
    if (this.kept) return;
    this.#state = true;
    finalizationNet().register(
      this,
      { backend: this.backend, handle: this.handle, byteLength: this.byteLength },
      this,
    );
  }

  /** Gives the memory back. A second call does nothing. */
  dispose(): void {
    if (this.disposed) return;
    if (typeof this.#written === 'number') {
      // First, since a step that is being recorded may not free it: then it stays.
      this.backend.free(this.handle, this.byteLength);
      if (this.#state === true) finalizationNet().unregister(this);
    }
    this.#state = '';
  }

  /** Ends a loan: its memory holds something else from now on. Errors give the `reason`, a sentence. */
  end(reason: string): void {
    if (typeof this.#written === 'number')
      throw new RegoptError(
        'endLoan: the tensor owns its memory: it is not what lend() gave. Use dispose().',
      );
    if (!this.disposed) this.#state = reason;
  }

  failDisposed(operation: string): never {
    const state = this.#state;
    if (typeof state === 'string' && state !== '') throw new DisposedError(`${operation}: ${state}`);
    throw new DisposedError(
      `${operation}: the tensor's memory was freed, by dispose() or at the end of the scope that made it. ` +
        'Return it from the scope, or keep() it.',
    );
  }
}
