import { entryArgs, entryBytes, entryGroup, entryKernel, entryTiles, meetsFlag } from './abi.ts';

/**
 * Writes entry `i` of the list of commands in `words`.
 *
 * @param kernel the export, by its index in the table of functions
 * @param args address of its argument block
 * @param tiles 0 for thread 0 alone, else number of tiles of each thread's share
 * @param group number of consecutive entries, from this one on, that run together for each tile
 * @param meets true if a barrier follows
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
