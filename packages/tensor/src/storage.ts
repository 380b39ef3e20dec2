import type { Backend } from './backend.ts';
import { DisposedError } from './errors.ts';
import { runtime } from './runtime.ts';

interface Held {
  readonly backend: Backend;
  readonly handle: number;
  readonly byteLength: number;
}

let net: FinalizationRegistry<Held> | undefined;

/** Frees what the garbage collector found to be unreachable and nobody had disposed. */
function finalizationNet(): FinalizationRegistry<Held> {
  return (net ??= new FinalizationRegistry((held) => held.backend.free(held.handle, held.byteLength)));
}

/** A piece of one back end's memory. The innermost scope owns it, or, outside every scope, the garbage collector. */
export class Storage {
  readonly backend: Backend;
  readonly handle: number;
  readonly byteLength: number;
  /** Whether it left every scope, by `keep` or by being made outside of all. */
  kept = false;
  #disposed = false;
  /** Why a loan ended, as its errors say it; undefined for memory of one's own. */
  #ended: string | undefined;
  readonly #lender: Storage | undefined;
  #version = 0;

  /** @param lender whose memory it shares: nothing is allocated then, and nothing freed at the end. See `lend`. */
  constructor(backend: Backend, byteLength: number, lender?: Storage) {
    this.backend = backend;
    this.byteLength = byteLength;
    this.#lender = lender;
    if (lender !== undefined) {
      this.handle = lender.handle;
      this.kept = true;
      return;
    }
    this.handle = backend.allocate(byteLength);
    const frame = runtime().frame;
    if (frame === undefined) this.keep();
    else frame.storages.push(this);
  }

  /** When it was last written in place, on the clock of `tick`; 0 at first. A loan's is that of the memory it shares. */
  get version(): number {
    return this.#lender === undefined ? this.#version : this.#lender.version;
  }

  set version(version: number) {
    if (this.#lender === undefined) this.#version = version;
    else this.#lender.version = version;
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  /** Leaves every scope: lives until `dispose`, or until nothing refers to it any more. */
  keep(): void {
    if (this.kept || this.#disposed) return;
    this.kept = true;
    finalizationNet().register(
      this,
      { backend: this.backend, handle: this.handle, byteLength: this.byteLength },
      this,
    );
  }

  /** Gives the memory back. A second call does nothing. */
  dispose(): void {
    if (this.#disposed) return;
    if (this.#lender !== undefined) {
      this.#disposed = true;
      return;
    }
    // First, since a step that is being recorded may not free it: then it stays.
    this.backend.free(this.handle, this.byteLength);
    this.#disposed = true;
    if (this.kept) finalizationNet().unregister(this);
  }

  /** Ends a loan: its memory holds something else from now on, and whoever reads it is told `reason`, a sentence. */
  end(reason: string): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#ended = reason;
  }

  failDisposed(operation: string): never {
    if (this.#ended !== undefined) throw new DisposedError(`${operation}: ${this.#ended}`);
    throw new DisposedError(
      `${operation}: the tensor's memory was freed, by dispose() or at the end of the scope that made it. ` +
        'Return it from the scope, or keep() it.',
    );
  }
}
