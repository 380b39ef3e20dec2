import { bytesPerElement, DisposedError, type Program, type Storage, tick, typedView } from '@regopt/tensor';
import { blockBytes, firstNumber, headerBytes } from '../runtime/argument-block.ts';
import type { Command, RecordedBuffer, RecordedStep } from './command.ts';
import { fuseActivations } from './fuse-activations.ts';
import { groupCommands } from './group-commands.ts';
import { planMemory } from './plan-memory.ts';
import { type ListEntry, schedule } from './schedule.ts';
import { stepDifference } from './step-difference.ts';

/** What a program needs of its back end. */
export interface ProgramHost {
  readonly threads: number;
  /** Takes memory that lives until its `dispose`. */
  take(byteLength: number): Storage;
  buffer(): ArrayBufferLike;
  /**
   * Runs the entries of a list that lie in memory, of which those for all threads take about `sharedWork` nanoseconds on one; 0
   * where there are none.
   */
  execute(list: number, count: number, sharedWork: number): void;
  /** Runs a step, and what it did. */
  watch(step: () => void): RecordedStep & { readonly leavesMemory: boolean };
  /** Gives back the memory that is pinned for a program. */
  release(program: WasmProgram): void;
}

/** A recorded step, and the memory that a program of it holds. */
export interface ProgramSource extends RecordedStep {
  readonly outside: Iterable<Storage>;
  /** What its kernels write of that. */
  readonly writtenOutside: readonly Storage[];
  readonly pinned: readonly RecordedBuffer[];
}

/** Entries that WASM runs in one go. */
interface ListSegment {
  readonly list: number;
  readonly count: number;
  /** About how many nanoseconds those for all threads take on one. */
  readonly sharedWork: number;
}

/** A reference loop between two lists; lengths are in bytes. */
interface ReferenceSegment {
  readonly command: Command;
  readonly addresses: readonly number[];
  readonly lengths: readonly number[];
}

const entryBytes = 16;
/** Of an entry's last word, which is otherwise the length of its group. */
const meetsFlag = 0x10000;
/** Elements from which a chain of elementwise commands is worth tiles. */
const chainedFrom = 16384;

/** A recorded step in WASM memory: its host callbacks, its list of commands, their arguments and their memory. */
export class WasmProgram implements Program {
  readonly #host: ProgramHost;
  /** What was recorded, before commands were fused. */
  readonly #recorded: RecordedStep;
  readonly outside: readonly Storage[];
  /** Those of `outside` that were lent. */
  readonly #loans: readonly Storage[];
  readonly #written: readonly Storage[];
  /** What host callbacks write to and the step has freed: freed with the program. */
  readonly pinned: readonly RecordedBuffer[];
  readonly #segments: readonly (ListSegment | ReferenceSegment)[];
  readonly #commands: readonly Command[];
  readonly #arena: Storage;
  readonly #lists: Storage;
  #replays = 0;
  #disposed = false;
  #outsideFreed = false;

  constructor(source: ProgramSource, host: ProgramHost) {
    this.#host = host;
    const { commands, callbacks, buffers } = source;
    this.#recorded = { commands, callbacks, buffers };
    this.outside = [...source.outside];
    this.#loans = this.outside.filter(({ lent }) => lent);
    this.#written = source.writtenOutside;
    this.pinned = source.pinned;
    const groups = groupCommands(fuseActivations(commands, buffers), chainedFrom);
    this.#commands = groups.flatMap(({ commands }) => commands);
    const plan = planMemory(groups, buffers);
    this.#arena = host.take(plan.byteLength);
    const list = schedule(groups, host.threads);
    const listBytes = list.length * entryBytes;
    const blocks = new Map<Command, number>();
    let end = listBytes;
    for (const command of this.#commands) {
      blocks.set(command, end + headerBytes);
      end += blockBytes(command.places.length, command.numbers.length);
    }
    this.#lists = host.take(end);
    const base = this.#arena.handle;
    const addressesOf = ({ places }: Command) =>
      places.map(({ buffer, byteOffset }) => {
        const offset = plan.offsets[buffer];
        return (offset === undefined ? buffers[buffer]!.handle : base + offset) + byteOffset;
      });
    for (const [command, at] of blocks) {
      this.#write(this.#lists.handle + at, addressesOf(command), command.numbers);
    }
    this.#segments = this.#layOut(list, buffers, blocks, addressesOf);
  }

  /** Adds the replays since it was last asked to the counts of its commands' kernels. */
  count(): void {
    for (const { entry } of this.#commands) entry.count += this.#replays;
    this.#replays = 0;
  }

  /** Called when memory from outside of the step is freed. */
  invalidate(): void {
    this.#outsideFreed = true;
  }

  get stale(): boolean {
    for (let i = 0; i < this.#loans.length; i++) if (this.#loans[i]!.disposed) return true;
    return this.#outsideFreed;
  }

  check(step: () => void): string | undefined {
    const recording = this.#host.watch(step);
    if (recording.leavesMemory)
      return 'the step keeps memory that it made, and kept none when it was recorded';
    return stepDifference(this.#recorded, recording);
  }

  replay(): void {
    const { callbacks } = this.#recorded;
    let at = 0;
    try {
      for (; at < callbacks.length; at++) callbacks[at]!.run();
    } catch (error) {
      this.#runFirst(callbacks[at]!.position);
      throw error;
    }
    // A callback may free anything.
    if (this.#disposed) throw new DisposedError('compile: the compiled step was disposed.');
    if (this.stale) for (const storage of this.outside) if (storage.disposed) storage.failDisposed('compile');
    const now = tick();
    for (let i = 0; i < this.#written.length; i++) this.#written[i]!.version = now;
    for (let i = 0; i < this.#segments.length; i++) {
      const segment = this.#segments[i];
      if ('list' in segment!) this.#host.execute(segment.list, segment.count, segment.sharedWork);
      else this.#runReference(segment!);
    }
    this.#replays += 1;
  }

  /** Runs the commands before a callback that threw: the step itself had run them when it came to the callback. */
  #runFirst(count: number): void {
    if (count === 0) return;
    const { commands, buffers } = this.#recorded;
    const nothing = { callbacks: [], outside: [], pinned: [] };
    // All that the step writes counts as written, though the commands after these did not run.
    const written = { writtenOutside: this.#written };
    const first = new WasmProgram(
      { commands: commands.slice(0, count), buffers, ...nothing, ...written },
      this.#host,
    );
    try {
      first.replay();
    } finally {
      first.dispose();
    }
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.count();
    this.#arena.dispose();
    this.#lists.dispose();
    this.#host.release(this);
  }

  #write(at: number, addresses: readonly number[], numbers: readonly number[]): void {
    const buffer = this.#host.buffer();
    new Uint32Array(buffer, at - headerBytes, 1)[0] = addresses.length;
    new Uint32Array(buffer, at, addresses.length).set(addresses);
    new Float64Array(buffer, at + firstNumber(addresses.length) * 8, numbers.length).set(numbers);
  }

  /** Writes the list into memory and cuts it where a reference loop runs. */
  #layOut(
    list: readonly ListEntry[],
    buffers: readonly RecordedBuffer[],
    blocks: ReadonlyMap<Command, number>,
    addressesOf: (command: Command) => number[],
  ): (ListSegment | ReferenceSegment)[] {
    const base = this.#lists.handle;
    const words = new Uint32Array(this.#host.buffer(), base, (list.length * entryBytes) / 4);
    const segments: (ListSegment | ReferenceSegment)[] = [];
    let from = 0;
    const cut = (to: number) => {
      const sharedWork = list.slice(from, to).reduce((sum, entry) => sum + entry.sharedWork, 0);
      // All threads meet after the last entry, so that the list may be freed as soon as it has run.
      if (sharedWork > 0) words[(to - 1) * 4 + 3]! |= meetsFlag;
      if (to > from) segments.push({ list: base + from * entryBytes, count: to - from, sharedWork });
    };
    for (const [i, { kernel, command, tiles, group, meets }] of list.entries()) {
      if (command.entry.call === undefined) {
        cut(i);
        from = i + 1;
        const lengths = command.places.map(
          ({ buffer, byteOffset }) => buffers[buffer]!.byteLength - byteOffset,
        );
        segments.push({ command, addresses: addressesOf(command), lengths });
      }
      words.set([kernel, base + blocks.get(command)!, tiles, group | (meets ? meetsFlag : 0)], i * 4);
    }
    cut(list.length);
    return segments;
  }

  /** On host views from each operand to its buffer's end, as a reference loop gets outside of programs. */
  #runReference({ command: { entry, numbers }, addresses, lengths }: ReferenceSegment): void {
    const buffer = this.#host.buffer();
    const arrays = addresses.map((address, i) => {
      const dtype = entry.dtypes[i];
      return typedView(dtype!, buffer, address, lengths[i]! / bytesPerElement[dtype!]);
    });
    entry.reference(arrays, numbers);
  }
}
