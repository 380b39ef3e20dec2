/**
 * The block of memory that the threads of a pool share, in words of 4 bytes; words that different threads write lie in cache
 * lines of their own. The host writes the first line and then raises JOB.
 */

/** Counts the lists of commands that the threads were given. */
export const JOB: usize = 0;
/** Address of the list, and its number of entries. */
export const LIST: usize = 4;
export const COUNT: usize = 8;
/** Not 0: every thread is to end. */
export const STOP: usize = 12;
/** Not 0: thread 0 may sleep (a browser's page must not). */
export const MAY_SLEEP: usize = 16;

/** How many workers have started. */
export const READY: usize = 64;
/** How many threads have come to the barrier. */
export const ARRIVED: usize = 128;
/** Counts the barriers that were passed. */
export const PASSED: usize = 192;
/** How many threads sleep, or are about to. */
export const SLEEPERS: usize = 256;

/** Bytes a host must reserve for the block, 64-byte aligned and zero at first. */
export function controlBytes(): usize {
  return 320;
}
