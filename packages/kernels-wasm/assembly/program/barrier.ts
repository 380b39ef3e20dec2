import { CONTROL_ARRIVED, CONTROL_MAY_SLEEP, CONTROL_PASSED, CONTROL_SLEEPERS, CONTROL_STOP } from '../abi';

/**
 * Tells the host that thread 0 has spun `SPINS` times without success. Returns nonzero if thread 0 must give
 * up.
 */
// @ts-ignore: decorator
@external('env', 'late') declare function late(): i32;

/**
 * Number of spins before a thread sleeps: one to two milliseconds. That is longer than a training loop spends
 * between steps. It is also long enough for an operating system that runs two threads on one core to notice
 * that both are busy and to separate them.
 */
const SPINS: i32 = 1 << 21;

/** Max nanoseconds that thread 0 sleeps before it checks again. */
const NAP: i64 = 2_000_000;

/**
 * Waits until the word at `at` differs from `old`: first spinning, then asleep. Returns false if it must stop
 * or gives up.
 */
export function awaitChange(control: usize, at: usize, old: i32, thread: i32): bool {
  while (true) {
    for (let spin = 0; spin < SPINS; spin++) {
      if (atomic.load<i32>(at) != old) return true;
    }
    if (atomic.load<i32>(control, CONTROL_STOP) != 0) return false;
    if (thread == 0 && late() != 0) return false;
    if (thread != 0 || atomic.load<i32>(control, CONTROL_MAY_SLEEP) != 0) {
      atomic.add<i32>(control, 1, CONTROL_SLEEPERS);
      // Workers sleep until they are woken. Thread 0 wakes after NAP to check whether it has waited too long.
      atomic.wait<i32>(at, old, thread != 0 ? -1 : NAP);
      atomic.sub<i32>(control, 1, CONTROL_SLEEPERS);
      if (atomic.load<i32>(at) != old) return true;
      if (atomic.load<i32>(control, CONTROL_STOP) != 0) return false;
    }
  }
}

/** Wakes the threads that wait for a change of the word at `at`; call it after the change. */
// @ts-ignore: decorator
@inline export function wake(control: usize, at: usize): void {
  if (atomic.load<i32>(control, CONTROL_SLEEPERS) != 0) atomic.notify(at, -1);
}

/**
 * Waits until all threads have arrived. Writes before the barrier are visible to every thread after it.
 * Returns false if thread 0 gave up or all must stop.
 */
export function barrier(control: usize, thread: i32, threads: i32): bool {
  const passed = atomic.load<i32>(control, CONTROL_PASSED);
  if (atomic.add<i32>(control, 1, CONTROL_ARRIVED) == threads - 1) {
    atomic.store<i32>(control, 0, CONTROL_ARRIVED);
    atomic.store<i32>(control, passed + 1, CONTROL_PASSED);
    wake(control, control + CONTROL_PASSED);
    return true;
  }
  return awaitChange(control, control + CONTROL_PASSED, passed, thread);
}
