import { bytesPerElement, RegoptError, type Storage, type Tensor } from '@regopt/tensor';
import type { DispatchEntry } from '../dispatch.ts';
import type { Command, RecordedBuffer } from './command.ts';

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
  writtenByHand: boolean;
}

function failOnValues(): never {
  throw new RegoptError(
    'compile: the step reads or writes the values of a tensor, by item(), toArray() or data(). Its JavaScript does not run ' +
      'again at a replay: return the tensor and read it after the call, or write it by writeOnHost().',
  );
}

/**
 * What a step does while it runs: its kernel calls, its host callbacks and the memory that they touch. Nothing that the step
 * frees is given back before its end, so that an address means one buffer.
 */
export class Recording {
  readonly commands: Command[] = [];
  readonly callbacks: (() => void)[] = [];
  /** Memory from before the step; a replay needs it alive. */
  readonly outside = new Set<Storage>();
  readonly #held = new Map<number, Held>();
  #inHost = false;

  allocated(handle: number, byteLength: number): void {
    this.#hold(handle, byteLength, true);
  }

  /** Answers whether the memory is the step's own; it is then given back at the end, by `release`. */
  freed(handle: number): void {
    const held = this.#held.get(handle);
    if (held?.own !== true) {
      throw new RegoptError(
        'compile: the step frees a tensor that was made outside of it, which a replay would still use. Dispose it after the call.',
      );
    }
    held.freed = true;
  }

  /** A host view was asked for. Inside a host callback that is how it writes; anywhere else the step reads values. */
  viewed(handle: number, byteLength: number): void {
    const held = this.#held.get(handle) ?? this.#hold(handle, byteLength, false);
    if (!this.#inHost) {
      // Fresh memory: what lasts, as an optimizer's state, is set up by hand, and then this is no step to replay.
      if (!held.own || held.touched) failOnValues();
      held.writtenByHand = true;
      return;
    }
    if (held.touched) {
      throw new RegoptError(
        'compile: a host callback uses memory that an earlier command of the step has used: all callbacks run before the ' +
          'commands of a replay. A step may hold one step of an optimizer and one pass through a layer that counts.',
      );
    }
    held.hostSeen = true;
  }

  host(callback: () => void): void {
    this.#inHost = true;
    try {
      callback();
    } finally {
      this.#inHost = false;
    }
    this.callbacks.push(callback);
  }

  add(entry: DispatchEntry, tensors: readonly Tensor[], numbers: readonly number[]): void {
    const places = tensors.map(({ storage, offset, dtype }) => {
      const held = this.#held.get(storage.handle) ?? this.#hold(storage.handle, storage.byteLength, false);
      if (!held.own) this.outside.add(storage);
      held.touched = true;
      return { buffer: held.index, byteOffset: offset * bytesPerElement[dtype] };
    });
    this.commands.push({ entry, places, sizes: tensors.map(({ size }) => size), numbers: [...numbers] });
  }

  /**
   * Whether the step made something that outlives it: then a replay would not do what the step does.
   *
   * @throws RegoptError for a step that left nothing behind, but wrote values without a host callback.
   */
  get leavesMemory(): boolean {
    const held = [...this.#held.values()];
    if (held.some(({ own, freed }) => own && !freed)) return true;
    if (held.some(({ writtenByHand }) => writtenByHand)) failOnValues();
    return false;
  }

  buffers(): RecordedBuffer[] {
    return [...this.#held.values()].map(({ handle, byteLength, own, hostSeen }) => ({
      handle,
      byteLength,
      movable: own && !hostSeen,
    }));
  }

  /** What the step freed: all of it, or all but what a program of it writes to by host callbacks. */
  freedBuffers(withHostSeen: boolean): RecordedBuffer[] {
    return [...this.#held.values()]
      .filter(({ own, freed, hostSeen }) => own && freed && (withHostSeen || !hostSeen))
      .map(({ handle, byteLength }) => ({ handle, byteLength, movable: false }));
  }

  #hold(handle: number, byteLength: number, own: boolean): Held {
    const held = {
      index: this.#held.size,
      handle,
      byteLength,
      own,
      freed: false,
      hostSeen: false,
      touched: false,
      writtenByHand: false,
    };
    this.#held.set(handle, held);
    return held;
  }
}
