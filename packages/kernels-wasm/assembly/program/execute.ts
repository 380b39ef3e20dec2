import {
  CONTROL_COUNT, CONTROL_JOB, CONTROL_LIST, CONTROL_READY, CONTROL_STOP,
  ENTRY_ARGS, ENTRY_BYTES, ENTRY_GROUP, ENTRY_KERNEL, ENTRY_TILES, MEETS_FLAG,
} from '../abi';
import { awaitChange, barrier, wake } from './barrier';

/**
 * Runs a list of commands, whose entries are described in abi.ts. Every thread of the pool runs the same
 * list, each its own share. Barriers are only where an entry says so: consecutive small commands of thread 0
 * share one barrier at their end. Returns true if the list was completed.
 */
export function execute(list: usize, count: i32, control: usize, thread: i32, threads: i32): bool {
  for (let i = 0; i < count; ) {
    const entry = list + <usize>i * ENTRY_BYTES;
    const tiles = load<i32>(entry, ENTRY_TILES);
    const group = load<i32>(entry, ENTRY_GROUP);
    const length = group & (MEETS_FLAG - 1);
    if (tiles == 0) {
      if (thread == 0) callEntry(entry, 0, 1);
    } else if (length == 1) {
      callEntry(entry, thread, threads);
    } else {
      for (let tile = thread * tiles, end = tile + tiles; tile < end; tile++) {
        for (let j: usize = 0; j < <usize>length; j++) {
          callEntry(entry + j * ENTRY_BYTES, tile, tiles * threads);
        }
      }
    }
    i += length;
    if (threads > 1 && (group & MEETS_FLAG) != 0 && !barrier(control, thread, threads)) return false;
  }
  return true;
}

// @ts-ignore: decorator
@inline function callEntry(entry: usize, thread: i32, threads: i32): void {
  call_indirect<void>(load<u32>(entry, ENTRY_KERNEL), load<usize>(entry, ENTRY_ARGS), thread, threads);
}

/**
 * Called by thread 0: passes a list to all threads and runs its own share. Returns true if the list was
 * completed.
 */
export function dispatch(list: usize, count: i32, control: usize, threads: i32): bool {
  store<usize>(control, list, CONTROL_LIST);
  store<i32>(control, count, CONTROL_COUNT);
  atomic.add<i32>(control, 1, CONTROL_JOB);
  wake(control, control + CONTROL_JOB);
  return execute(list, count, control, 0, threads);
}

/**
 * Called once by every other thread: runs each list that is dispatched after its start, until it must stop.
 */
export function work(control: usize, thread: i32, threads: i32): void {
  let job = atomic.load<i32>(control, CONTROL_JOB);
  atomic.add<i32>(control, 1, CONTROL_READY);
  while (awaitChange(control, control + CONTROL_JOB, job, thread)) {
    job = atomic.load<i32>(control, CONTROL_JOB);
    if (atomic.load<i32>(control, CONTROL_STOP) != 0) return;
    const list = load<usize>(control, CONTROL_LIST);
    const count = load<i32>(control, CONTROL_COUNT);
    if (!execute(list, count, control, thread, threads)) return;
  }
}
