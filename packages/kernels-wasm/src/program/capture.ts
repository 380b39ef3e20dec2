import { bytesPerElement, RegoptError, type StorageLike, type TensorLike, tick } from '@regopt/tensor';
import type { DispatchEntry } from '../runtime/dispatch.ts';
import type { CapturedBuffer, CapturedStep, Command, HostCallback, Place } from './command.ts';
import type { Held } from './held.ts';

function failOnValues(): never {
  throw new RegoptError(
    'compile: the step reads or writes the values of a tensor, by item(), toArray() or data(). Its ' +
      'JavaScript does not run ' +
      'again at a replay: return the tensor and read it after the call, or write it by writeOnHost().',
  );
}

/**
 * Captures a step while it runs: its kernel calls, its host callbacks and their memory. Memory that the step
 * frees is not freed before the capture ends, since the program may use it. A capture that is only
 * compared with another one (`toCompare`) frees it at once.
 */
export class Capture implements CapturedStep {
  readonly commands: Command[] = [];
  readonly callbacks: HostCallback[] = [];
  /** Storages made before the step. They must be alive at each replay. */
  readonly outside = new Set<StorageLike>();
  /** All memory seen so far, by `index`. */
  readonly #all: Held[] = [];
  /** Memory by address. */
  readonly #held = new Map<number, Held>();
  readonly #toCompare: boolean;
  /** Addresses of memory that host callbacks allocated. */
  readonly #ofHost = new Set<number>();
  readonly #start = tick();
  #inHost = false;
  #onlyReads = false;

  constructor(toCompare: boolean) {
    this.#toCompare = toCompare;
  }

  allocated(handle: number, byteLength: number): void {
    if (this.#inHost) this.#ofHost.add(handle);
    else this.#hold(handle, byteLength, true);
  }

  /**
   * Called when the step frees memory. Returns true if it must be freed at once: a host callback allocated
   * it, or the capture is only compared. Otherwise the caller frees it after the capture.
   *
   * @throws RegoptError for memory made outside the step.
   */
  freed(handle: number): boolean {
    if (this.#ofHost.delete(handle)) return true;
    const held = this.#held.get(handle);
    if (held?.own !== true) {
      throw new RegoptError(
        'compile: the step frees a tensor that was made outside of it, which a replay would still use. ' +
          'Dispose it after the call.',
      );
    }
    held.freed = true;
    if (this.#toCompare) this.#held.delete(handle);
    return this.#toCompare;
  }

  /**
   * Called when a host view is requested: inside a host callback for its write or read, elsewhere because the
   * step reads values.
   */
  viewed(handle: number, byteLength: number): void {
    if (this.#ofHost.has(handle)) return;
    const held = this.#held.get(handle) ?? this.#hold(handle, byteLength, false);
    if (!this.#inHost) {
      // The host may fill new memory, such as an optimizer's new state: if it outlives the step, no program
      // is made.
      if (!held.own || held.touched) failOnValues();
      held.writtenOnHost = true;
      return;
    }
    // A callback that only reads must not read the result of a command: a replay runs it before all commands.
    const refused = this.#onlyReads
      ? held.written || (held.own && held.touched && !held.hostSeen)
      : held.touched;
    if (refused && this.#onlyReads) {
      throw new RegoptError(
        'compile: the step checks or casts to integers values that it computed itself, and checks run ' +
          'before the commands of a replay. ' +
          'Do that outside of the step, and give it the result as an input.',
      );
    }
    if (refused) {
      throw new RegoptError(
        'compile: a host callback uses memory that an earlier command of the step has used: ' +
          'all callbacks run before the commands of a replay. ' +
          'A step may hold one step of an optimizer and one pass through a layer that counts.',
      );
    }
    held.hostSeen = true;
  }

  /**
   * Runs and captures a host callback. Its own kernels and allocations are not captured: a replay calls it
   * again.
   */
  host(run: () => void, onlyReads: boolean, target?: TensorLike, fixed?: object): void {
    if (this.#inHost) {
      run();
      return;
    }
    this.#inHost = true;
    this.#onlyReads = onlyReads;
    try {
      run();
    } finally {
      this.#inHost = false;
    }
    const place = target && this.#placeOf(target);
    this.callbacks.push({ run, position: this.commands.length, onlyReads, target: place, fixed });
  }

  add(entry: DispatchEntry, tensors: readonly TensorLike[], numbers: readonly number[]): void {
    if (this.#inHost) return;
    const places: Place[] = [];
    const sizes: number[] = [];
    for (let i = 0; i < tensors.length; i++) {
      const place = this.#placeOf(tensors[i]!);
      const held = this.#all[place.buffer]!;
      if (!held.own) this.outside.add(tensors[i]!.storage);
      held.touched = true;
      // Only the first operand: a second output would matter only for memory of the step itself.
      held.written ||= i === 0;
      places.push(place);
      sizes.push(tensors[i]!.size);
    }
    this.commands.push({ entry, places, sizes, numbers: numbers.slice() });
  }

  /**
   * True if the step left memory allocated: a replay would not do so.
   *
   * @throws RegoptError for a step that left none, but wrote values without a host callback.
   */
  get leavesMemory(): boolean {
    if (this.#all.some(({ own, freed }) => own && !freed)) return true;
    if (this.#all.some(({ writtenOnHost }) => writtenOnHost)) failOnValues();
    return false;
  }

  get buffers(): CapturedBuffer[] {
    return this.#all.map(({ handle, byteLength, own, hostSeen }) => ({
      handle,
      byteLength,
      movable: own && !hostSeen,
      own,
    }));
  }

  /** Storages made before the step that its kernels wrote. */
  get writtenOutside(): StorageLike[] {
    return [...this.outside].filter(({ version }) => version > this.#start);
  }

  /** Addresses of memory made outside the step that its kernels and host callbacks use. */
  get handlesOutside(): number[] {
    return this.#all.filter(({ own }) => !own).map(({ handle }) => handle);
  }

  /** Memory that the step freed and host callbacks access: the program keeps it at its address. */
  get pinned(): CapturedBuffer[] {
    return this.freedBuffers(true).filter(({ movable }) => !movable);
  }

  /** Memory that the step freed; without `withHostSeen` only what no host callback accesses. */
  freedBuffers(withHostSeen: boolean): CapturedBuffer[] {
    return this.buffers.filter(
      ({ own, movable }, i) => own && this.#all[i]!.freed && (withHostSeen || movable),
    );
  }

  #placeOf({ storage, offset, dtype }: TensorLike): Place {
    const held = this.#held.get(storage.handle) ?? this.#hold(storage.handle, storage.byteLength, false);
    return { buffer: held.index, byteOffset: offset * bytesPerElement[dtype] };
  }

  #hold(handle: number, byteLength: number, own: boolean): Held {
    const held = {
      index: this.#all.length,
      handle,
      byteLength,
      own,
      freed: false,
      hostSeen: false,
      touched: false,
      written: false,
      writtenOnHost: false,
    };
    this.#held.set(handle, held);
    this.#all.push(held);
    return held;
  }
}
