import { DisposedError, type Program, type Storage, type StorageLike, tick } from '@regopt/tensor';
import { runReference } from '../runtime/run-reference.ts';
import type { CapturedBuffer, CapturedStep, Command } from './command.ts';
import { fuseActivations } from './fuse-activations.ts';
import { groupCommands } from './group-commands.ts';
import { layOut, type ProgramMemory, type Segment } from './lay-out.ts';
import { stepDifference } from './step-difference.ts';

/** The back end as a program sees it. */
export interface ProgramHost extends ProgramMemory {
  /**
   * Runs the entries of the list at address `list`. `sharedWork`: nanoseconds that its shared entries take on
   * one thread; 0 if there are none.
   */
  execute(list: number, count: number, sharedWork: number): void;
  /** Runs a step and returns the capture, for comparison. */
  watch(step: () => void): CapturedStep & { readonly leavesMemory: boolean };
  /** Frees the memory that is pinned for a program. */
  release(program: WasmProgram): void;
}

/** A captured step, and the memory that its program must keep alive. */
export interface ProgramSource extends CapturedStep {
  readonly outside: Iterable<StorageLike>;
  /** The storages of `outside` that its kernels write. */
  readonly writtenOutside: readonly StorageLike[];
  readonly pinned: readonly CapturedBuffer[];
}

/** Min number of elements for which a chain of elementwise commands is worth tiling. */
const chainedFrom = 16384;

/**
 * A captured step: its host callbacks, and in WASM memory its command list, their arguments and their
 * buffers.
 */
export class WasmProgram implements Program {
  readonly #host: ProgramHost;
  /** The capture, before commands were fused. */
  readonly #captured: CapturedStep;
  readonly outside: readonly StorageLike[];
  /** The loans among `outside`, whose end no `free` reports. */
  readonly #loans: readonly StorageLike[];
  readonly #written: readonly StorageLike[];
  /** Memory that the step freed and host callbacks access: freed with the program. */
  readonly pinned: readonly CapturedBuffer[];
  readonly #segments: readonly Segment[];
  readonly #commands: readonly Command[];
  readonly #arena: Storage;
  readonly #lists: Storage;
  #replays = 0;
  #disposed = false;
  #outsideFreed = false;

  constructor(source: ProgramSource, host: ProgramHost) {
    this.#host = host;
    const { commands, callbacks, buffers } = source;
    this.#captured = { commands, callbacks, buffers };
    this.outside = [...source.outside];
    this.#loans = this.outside.filter(({ lent }) => lent);
    this.#written = source.writtenOutside;
    this.pinned = source.pinned;
    const groups = groupCommands(fuseActivations(commands, buffers), chainedFrom);
    this.#commands = groups.flatMap(({ commands }) => commands);
    const { arena, lists, segments } = layOut(groups, buffers, host);
    this.#arena = arena;
    this.#lists = lists;
    this.#segments = segments;
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
    const capture = this.#host.watch(step);
    if (capture.leavesMemory) return 'the step keeps memory that it made, and kept none when it was captured';
    return stepDifference(this.#captured, capture);
  }

  replay(): void {
    const { callbacks } = this.#captured;
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
      const segment = this.#segments[i]!;
      if ('address' in segment) this.#host.execute(segment.address, segment.count, segment.sharedWork);
      else runReference(segment.reference, this.#host.buffer(), segment.operands, segment.numbers);
    }
    this.#replays += 1;
  }

  /**
   * Runs the commands that precede a callback that threw: in the step itself they had run before the error.
   */
  #runFirst(count: number): void {
    if (count === 0) return;
    const { commands, buffers } = this.#captured;
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
}
