import type { Command } from './command.ts';
import type { Group } from './group-commands.ts';
import { workOf } from './work.ts';

/** One entry of the list that all threads run: see assembly/program/execute.ts. */
export interface ListEntry {
  /** Index of the export in the table of functions. */
  readonly kernel: number;
  readonly command: Command;
  /** Number of tiles per thread; 0: only thread 0 runs it. */
  readonly tiles: number;
  /** Number of consecutive entries, from this one on, that run together for each tile. */
  readonly group: number;
  /** Estimated nanoseconds on one thread; 0 if only thread 0 runs it. */
  readonly sharedWork: number;
  /** True if a barrier follows it. */
  meets: boolean;
}

/** Min nanoseconds of work for which a command is shared: below it, two barriers cost more than they save. */
const sharedFrom = 3000;

/** Elements of a tile: four f32 operands fit a core's L1 cache. */
const tileElements = 2048;

/**
 * The list of a program's commands: on which threads they run, in how many tiles, and where the barriers are.
 */
export function schedule(groups: readonly Group[], threads: number): ListEntry[] {
  const list: ListEntry[] = [];
  for (const { commands, elements } of groups) {
    const work = commands.reduce((sum, { entry, sizes, numbers }) => sum + workOf(entry, sizes, numbers), 0);
    const shared = threads > 1 && work >= sharedFrom;
    if (!shared && elements === 0) {
      for (const command of commands) pushAlone(list, command);
      continue;
    }
    // Thread 0's commands before this one must be done before the other threads continue.
    const last = list.at(-1);
    if (threads > 1 && last?.tiles === 0) last.meets = true;
    const tiles = elements === 0 ? 1 : Math.max(1, Math.round(elements / tileElements / threads));
    const finishes = commands.filter(({ entry }) => entry.finish !== undefined);
    for (const command of commands) {
      list.push({
        kernel: command.entry.kernel,
        command,
        tiles,
        group: commands.length,
        sharedWork: threads > 1 ? work / commands.length : 0,
        meets: threads > 1,
      });
    }
    for (const command of finishes) pushFinish(list, command);
  }
  return list;
}

function pushAlone(list: ListEntry[], command: Command): void {
  list.push({ kernel: command.entry.kernel, command, tiles: 0, group: 1, sharedWork: 0, meets: false });
  pushFinish(list, command);
}

function pushFinish(list: ListEntry[], command: Command): void {
  const { finish } = command.entry;
  if (finish !== undefined)
    list.push({ kernel: finish, command, tiles: 0, group: 1, sharedWork: 0, meets: false });
}
