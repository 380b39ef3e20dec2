import { awaitChange, barrier, wake } from './barrier';
import { COUNT, JOB, LIST, READY, STOP } from './control';

/** Bytes of an entry of a list of commands. */
const ENTRY: usize = 16;

/**
 * Runs a list of commands; every thread of the pool runs the same list, each its own share. An entry is four words:
 *
 * - which kernel: its place in the table of functions;
 * - where its arguments lie;
 * - tiles: 0 for a command of thread 0 alone; otherwise each thread's share is cut into so many, and the entries of a group
 *   are run one after the other for each tile, while it is in the cache;
 * - how many entries belong to the group, and in bit 16 whether all threads meet after it.
 *
 * Threads meet where an entry says so: a run of small commands of thread 0 has one barrier at its end. Returns whether the list came to
 * its end.
 */
export function execute(list: usize, count: i32, control: usize, thread: i32, threads: i32): bool {
  for (let i = 0; i < count; ) {
    const entry = list + <usize>i * ENTRY;
    const tiles = load<i32>(entry, 8);
    const group = load<i32>(entry, 12);
    const length = group & 0xffff;
    if (tiles == 0) {
      if (thread == 0) call_indirect<void>(load<u32>(entry), load<usize>(entry, 4), 0, 1);
    } else if (length == 1) {
      call_indirect<void>(load<u32>(entry), load<usize>(entry, 4), thread, threads);
    } else {
      for (let tile = thread * tiles, end = tile + tiles; tile < end; tile++) {
        for (let j: usize = 0; j < <usize>length; j++) {
          const member = entry + j * ENTRY;
          call_indirect<void>(load<u32>(member), load<usize>(member, 4), tile, tiles * threads);
        }
      }
    }
    i += length;
    if (threads > 1 && (group & 0x10000) != 0 && !barrier(control, thread, threads)) return false;
  }
  return true;
}

/** What thread 0 calls: gives a list to all threads and runs its own share. Returns whether the list came to its end. */
export function dispatch(list: usize, count: i32, control: usize, threads: i32): bool {
  store<usize>(control, list, LIST);
  store<i32>(control, count, COUNT);
  atomic.add<i32>(control, 1, JOB);
  wake(control, control + JOB);
  return execute(list, count, control, 0, threads);
}

/** What every other thread calls once: runs the lists that are handed out, after the one that was when it started, until it is told to stop. */
export function work(control: usize, thread: i32, threads: i32): void {
  let job = atomic.load<i32>(control, JOB);
  atomic.add<i32>(control, 1, READY);
  while (awaitChange(control, control + JOB, job, thread)) {
    job = atomic.load<i32>(control, JOB);
    if (atomic.load<i32>(control, STOP) != 0) return;
    if (!execute(load<usize>(control, LIST), load<i32>(control, COUNT), control, thread, threads)) return;
  }
}
