import type { ReferenceLoop, Storage } from '@regopt/tensor';
import { entryBytes, headerBytes } from '../runtime/abi.ts';
import { blockBytes, writeBlock } from '../runtime/argument-block.ts';
import { writeEntry } from '../runtime/command-list.ts';
import type { ReferenceOperand } from '../runtime/run-reference.ts';
import type { CapturedBuffer, Command } from './command.ts';
import type { Group } from './group-commands.ts';
import { planMemory } from './plan-memory.ts';
import { type ListEntry, schedule } from './schedule.ts';

/** The back end's memory and threads, for a program. */
export interface ProgramMemory {
  readonly threads: number;
  /** Allocates memory that lives until its `dispose`. */
  take(byteLength: number): Storage;
  buffer(): ArrayBufferLike;
}

/** Entries run by one call of the `execute` export. */
interface ListSegment {
  readonly address: number;
  readonly count: number;
  /** Estimated nanoseconds of the shared entries on one thread. */
  readonly sharedWork: number;
}

/** A command without a WASM kernel: its reference loop runs between two segments. */
interface ReferenceSegment {
  readonly reference: ReferenceLoop;
  readonly operands: readonly ReferenceOperand[];
  readonly numbers: readonly number[];
}

export type Segment = ListSegment | ReferenceSegment;

/** A program in WASM memory. */
export interface LaidOut {
  /** Memory of the step's own tensors. */
  readonly arena: Storage;
  /** The command list and its argument blocks. */
  readonly lists: Storage;
  /** The parts that a replay runs, in order. */
  readonly segments: readonly Segment[];
}

/** Allocates the memory of a program, and writes its command list and their argument blocks there. */
export function layOut(
  groups: readonly Group[],
  buffers: readonly CapturedBuffer[],
  host: ProgramMemory,
): LaidOut {
  const plan = planMemory(groups, buffers);
  const arena = host.take(plan.byteLength);
  const list = schedule(groups, host.threads);
  let end = list.length * entryBytes;
  const offsets = new Map<Command, number>();
  for (const command of groups.flatMap((group) => group.commands)) {
    offsets.set(command, end + headerBytes);
    end += blockBytes(command.places.length, command.numbers.length);
  }
  const lists = host.take(end);
  const base = lists.handle;
  const addressesOf = ({ places }: Command) =>
    places.map(({ buffer, byteOffset }) => {
      const offset = plan.offsets[buffer];
      return (offset === undefined ? buffers[buffer]!.handle : arena.handle + offset) + byteOffset;
    });
  for (const [command, offset] of offsets) {
    writeBlock(host.buffer(), base + offset, addressesOf(command), command.numbers);
  }
  const segments = closeSegments(list, base, (command) => {
    const addresses = addressesOf(command);
    return command.places.map(({ buffer, byteOffset }, i) => ({
      dtype: command.entry.dtypes[i]!,
      address: addresses[i]!,
      byteLength: buffers[buffer]!.byteLength - byteOffset,
    }));
  });
  const words = new Uint32Array(host.buffer(), base, (list.length * entryBytes) / 4);
  for (const [i, { kernel, command, tiles, group, meets }] of list.entries()) {
    writeEntry(words, i, kernel, base + offsets.get(command)!, tiles, group, meets);
  }
  return { arena, lists, segments };
}

/**
 * Splits the list at address `base` at commands that run as reference loops, and sets a barrier at the end of
 * each segment with shared work.
 */
function closeSegments(
  list: ListEntry[],
  base: number,
  operandsOf: (command: Command) => ReferenceOperand[],
): Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  const cut = (to: number) => {
    const sharedWork = list.slice(from, to).reduce((sum, entry) => sum + entry.sharedWork, 0);
    // A barrier after the last entry: no thread reads the list any more when it is freed.
    if (sharedWork > 0) list[to - 1]!.meets = true;
    if (to > from) segments.push({ address: base + from * entryBytes, count: to - from, sharedWork });
  };
  for (const [i, { command }] of list.entries()) {
    if (command.entry.call !== undefined) continue;
    cut(i);
    from = i + 1;
    const { entry, numbers } = command;
    segments.push({ reference: entry.reference, operands: operandsOf(command), numbers });
  }
  cut(list.length);
  return segments;
}
