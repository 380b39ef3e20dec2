import { bytesPerElement, RegoptError, type Storage, type Tensor, tick } from '@regopt/tensor';
import type { DispatchEntry } from '../runtime/dispatch.ts';
import type { Command, HostCallback, Place, RecordedBuffer, RecordedStep } from './command.ts';

interface Held {
  readonly index: number;
  readonly handle: number;
  readonly byteLength: number;
  /** Whether the step made it. */
  readonly own: boolean;
  freed: boolean;
  /** Whether a host callback has seen it. */
  hostSeen: boolean;
  touched: boolean;
  /** Whether a command has it as its first output. */
  written: boolean;
  writtenOnHost: boolean;
}

function failOnValues(): never {
  throw new RegoptError(
    'compile: the step reads or writes the values of a tensor, by item(), toArray() or data(). Its JavaScript does not run ' +
      'again at a replay: return the tensor and read it after the call, or write it by writeOnHost().',
  );
}

/**
 * What a step does while it runs: its kernel calls, its host callbacks and the memory that they touch. Nothing that the step
 * frees is given back before its end, so that a program of it may use the memory; a recording that is only compared with
 * another one gives it back at once.
 */
export class Recording implements RecordedStep {
  readonly commands: Command[] = [];
  readonly callbacks: HostCallback[] = [];
  /** Memory from before the step; a replay needs it alive. */
  readonly outside = new Set<Storage>();
  /** What was held so far, by `index`. */
  readonly #all: Held[] = [];
  /** By address. */
  readonly #held = new Map<number, Held>();
  readonly #toCompare: boolean;
  /** Memory that host callbacks made. */
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
   * The step frees memory. True if it is to be freed at once: a host callback had made it, or the recording is only compared.
   * Else what the step made is given back at its end.
   *
   * @throws RegoptError for memory from outside of the step.
   */
  freed(handle: number): boolean {
    if (this.#ofHost.delete(handle)) return true;
    const held = this.#held.get(handle);
    if (held?.own !== true) {
      throw new RegoptError(
        'compile: the step frees a tensor that was made outside of it, which a replay would still use. Dispose it after the call.',
      );
    }
    held.freed = true;
    if (this.#toCompare) this.#held.delete(handle);
    return this.#toCompare;
  }

  /** A host view was asked for. Inside a host callback that is how it writes; anywhere else the step reads values. */
  viewed(handle: number, byteLength: number): void {
    if (this.#ofHost.has(handle)) return;
    const held = this.#held.get(handle) ?? this.#hold(handle, byteLength, false);
    if (!this.#inHost) {
      // Fresh memory, as an optimizer's new state: the host may fill it, if it outlives the step, which is then not recorded.
      if (!held.own || held.touched) failOnValues();
      held.writtenOnHost = true;
      return;
    }
    // A callback that only reads must not read what a command computes: at a replay it runs before the commands.
    const refused = this.#onlyReads
      ? held.written || (held.own && held.touched && !held.hostSeen)
      : held.touched;
    if (refused && this.#onlyReads) {
      throw new RegoptError(
        'compile: the step checks or casts to integers values that it computed itself, and checks run before the commands of a replay. ' +
          'Do that outside of the step, and give it the result as an input.',
      );
    }
    if (refused) {
      throw new RegoptError(
        'compile: a host callback uses memory that an earlier command of the step has used: all callbacks run before the ' +
          'commands of a replay. A step may hold one step of an optimizer and one pass through a layer that counts.',
      );
    }
    held.hostSeen = true;
  }

  /** Runs a host callback, whose own kernels and memory are not the step's: a replay runs the callback. */
  host(run: () => void, onlyReads: boolean, target?: Tensor, fixed?: object): void {
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

  add(entry: DispatchEntry, tensors: readonly Tensor[], numbers: readonly number[]): void {
    if (this.#inHost) return;
    const places: Place[] = [];
    const sizes: number[] = [];
    for (let i = 0; i < tensors.length; i++) {
      const place = this.#placeOf(tensors[i]!);
      const held = this.#all[place.buffer];
      if (!held!.own) this.outside.add(tensors[i]!.storage);
      held!.touched = true;
      // Outputs come first; that there may be more than one matters for the step's own memory alone.
      held!.written ||= i === 0;
      places.push(place);
      sizes.push(tensors[i]!.size);
    }
    this.commands.push({ entry, places, sizes, numbers: numbers.slice() });
  }

  /**
   * Whether the step made something that outlives it: then a replay would not do what the step does.
   *
   * @throws RegoptError for a step that left nothing behind, but wrote values without a host callback.
   */
  get leavesMemory(): boolean {
    if (this.#all.some(({ own, freed }) => own && !freed)) return true;
    if (this.#all.some(({ writtenOnHost }) => writtenOnHost)) failOnValues();
    return false;
  }

  get buffers(): RecordedBuffer[] {
    return this.#all.map(({ handle, byteLength, own, hostSeen }) => ({
      handle,
      byteLength,
      movable: own && !hostSeen,
      own,
    }));
  }

  /** Memory from before the step that its kernels wrote. */
  get writtenOutside(): Storage[] {
    return [...this.outside].filter(({ version }) => version > this.#start);
  }

  /** Addresses of memory from outside of the step that its kernels and host callbacks use. */
  get handlesOutside(): number[] {
    return this.#all.filter(({ own }) => !own).map(({ handle }) => handle);
  }

  /** What host callbacks write to and the step freed: its program needs it where it is. */
  get pinned(): RecordedBuffer[] {
    return this.freedBuffers(true).filter(({ movable }) => !movable);
  }

  /** What the step freed: all of it, or all but what a program of it writes to by host callbacks. */
  freedBuffers(withHostSeen: boolean): RecordedBuffer[] {
    return this.buffers.filter(
      ({ own, movable }, i) => own && this.#all[i]!.freed && (withHostSeen || movable),
    );
  }

  #placeOf({ storage, offset, dtype }: Tensor): Place {
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
