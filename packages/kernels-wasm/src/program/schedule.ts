import type { Command } from './command.ts';
import type { Group } from './group-commands.ts';
import { workOf } from './work.ts';

/** One entry of the list that the threads run: see assembly/program/execute.ts. */
export interface ListEntry {
  /** Which export, by its place in the table of functions. */
  readonly kernel: number;
  readonly command: Command;
  /** 0: thread 0 alone. */
  readonly tiles: number;
  /** How many entries, this one and those after it, are run together for each tile. */
  readonly group: number;
  /** About how many nanoseconds it takes on one thread, if all have a part in it. */
  readonly sharedWork: number;
  /** Whether all threads meet after it. */
  meets: boolean;
}

/** Nanoseconds from which a command is worth two barriers. */
const sharedFrom = 3000;

/** Elements of a tile: four operands of them fit a core's first cache. */
const tileElements = 2048;

/** The list of a program's commands: who runs them, in how many tiles, and where the threads meet. */
export function schedule(groups: readonly Group[], threads: number): ListEntry[] {
  const list: ListEntry[] = [];
  for (const { commands, elements } of groups) {
    const work = commands.reduce((sum, { entry, sizes, numbers }) => sum + workOf(entry, sizes, numbers), 0);
    const shared = threads > 1 && work >= sharedFrom;
    if (!shared && elements === 0) {
      for (const command of commands) pushAlone(list, command);
      continue;
    }
    // A run of thread 0's commands ends where all have a part again.
    const last = list.at(-1);
    if (threads > 1 && last?.tiles === 0) last.meets = true;
    const tiles = elements === 0 ? 1 : Math.max(1, Math.round(elements / tileElements / threads));
    const finishes = commands.flatMap(({ entry }, i) => (entry.finish === undefined ? [] : [commands[i]]));
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
    for (const command of finishes) pushFinish(list, command!);
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
