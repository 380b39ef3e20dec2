import { bytesPerElement, DisposedError, type Program, type Storage, tick, typedView } from '@regopt/tensor';
import { blockBytes, firstNumber, headerBytes } from '../runtime/argument-block.ts';
import type { Command, RecordedBuffer, RecordedStep } from './command.ts';
import { fuseActivations } from './fuse-activations.ts';
import { groupCommands } from './group-commands.ts';
import { planMemory } from './plan-memory.ts';
import { type ListEntry, schedule } from './schedule.ts';
import { stepDifference } from './step-difference.ts';

/** The back end as a program sees it. */
export interface ProgramHost {
  readonly threads: number;
  /** Allocates memory that lives until its `dispose`. */
  take(byteLength: number): Storage;
  buffer(): ArrayBufferLike;
  /**
   * Runs the entries of the list at address `list`. `sharedWork`: nanoseconds that its shared entries take on
   * one thread; 0 if there are none.
   */
  execute(list: number, count: number, sharedWork: number): void;
  /** Runs a step and returns the recording, for comparison. */
  watch(step: () => void): RecordedStep & { readonly leavesMemory: boolean };
  /** Frees the memory that is pinned for a program. */
  release(program: WasmProgram): void;
}

/** A recorded step, and the memory that its program must keep alive. */
export interface ProgramSource extends RecordedStep {
  readonly outside: Iterable<Storage>;
  /** The storages of `outside` that its kernels write. */
  readonly writtenOutside: readonly Storage[];
  readonly pinned: readonly RecordedBuffer[];
}

/** Entries run by one call of the `execute` export. */
interface ListSegment {
  readonly list: number;
  readonly count: number;
  /** Estimated nanoseconds of the shared entries on one thread. */
  readonly sharedWork: number;
}

/** A command without a WASM kernel: its reference loop runs between two segments. Lengths are in bytes. */
interface ReferenceSegment {
  readonly command: Command;
  readonly addresses: readonly number[];
  readonly lengths: readonly number[];
}

const entryBytes = 16;
/** Flag in an entry's last word, whose lower bits are the length of its group. */
const meetsFlag = 0x10000;
/** Min number of elements for which a chain of elementwise commands is worth tiling. */
const chainedFrom = 16384;

/**
 * A recorded step: its host callbacks, and in WASM memory its command list, their arguments and their
 * buffers.
 */
export class WasmProgram implements Program {
  readonly #host: ProgramHost;
  /** The recording, before commands were fused. */
  readonly #recorded: RecordedStep;
  readonly outside: readonly Storage[];
  /** The loans among `outside`, whose end no `free` reports. */
  readonly #loans: readonly Storage[];
  readonly #written: readonly Storage[];
  /** Memory that the step freed and host callbacks access: freed with the program. */
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

  /** Adds the replays since the last call to the counts of the commands' kernels. */
  count(): void {
    for (const { entry } of this.#commands) entry.count += this.#replays;
    this.#replays = 0;
  }

  /** Called when memory made outside the step is freed. */
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
    // Checked after the callbacks, since a callback may dispose the program or free memory.
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

  /**
   * Runs the commands that precede a callback that threw: in the step itself they had run before the error.
   */
  #runFirst(count: number): void {
    if (count === 0) return;
    const { commands, buffers } = this.#recorded;
    const nothing = { callbacks: [], outside: [], pinned: [] };
    // Conservative: all storages that the step writes count as written, though the later commands did not
    // run.
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

  /** Writes the list into memory and splits it at commands that run as reference loops. */
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
      // A barrier after the last entry: no thread reads the list any more when it is freed.
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

  /** Runs a reference loop on host views from each operand to its buffer's end, as outside of programs. */
  #runReference({ command: { entry, numbers }, addresses, lengths }: ReferenceSegment): void {
    const buffer = this.#host.buffer();
    const arrays = addresses.map((address, i) => {
      const dtype = entry.dtypes[i];
      return typedView(dtype!, buffer, address, lengths[i]! / bytesPerElement[dtype!]);
    });
    entry.reference(arrays, numbers);
  }
}
