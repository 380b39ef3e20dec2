import { entryArgs, entryBytes, entryGroup, entryKernel, entryTiles, meetsFlag } from './abi.ts';

/**
 * Writes entry `i` of a list of commands, where `words` begin with the list.
 *
 * @param kernel the export, by its index in the table of functions
 * @param args address of its argument block
 * @param tiles 0 for thread 0 alone, else into how many tiles each thread's share is cut
 * @param group how many entries, this one and those after it, are run together for each tile
 * @param meets whether all threads meet after it
 */
export function writeEntry(
  words: Uint32Array,
  i: number,
  kernel: number,
  args: number,
  tiles: number,
  group: number,
  meets: boolean,
): void {
  const at = (i * entryBytes) / 4;
  words[at + entryKernel / 4] = kernel;
  words[at + entryArgs / 4] = args;
  words[at + entryTiles / 4] = tiles;
  words[at + entryGroup / 4] = meets ? group | meetsFlag : group;
}
