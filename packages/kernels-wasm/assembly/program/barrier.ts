import { CONTROL_ARRIVED, CONTROL_MAY_SLEEP, CONTROL_PASSED, CONTROL_SLEEPERS, CONTROL_STOP } from '../abi';

/**
 * Tells the host that thread 0 has looked `SPINS` times for the others in vain. Not 0: it is to give up.
 */
// @ts-ignore: decorator
@external('env', 'late') declare function late(): i32;

/**
 * How often a thread looks before it sleeps: one to two milliseconds. That is longer than what a training loop does between
 * steps, and long enough for a system that has put two threads on one core to see both at work and part them.
 */
const SPINS: i32 = 1 << 21;

/** Nanoseconds of a sleep, after which a thread looks again by itself. */
const NAP: i64 = 2_000_000;

/** Waits until the word at `at` is not `old`: at first by looking again and again, then asleep. false: it gave up. */
export function awaitChange(control: usize, at: usize, old: i32, thread: i32): bool {
  while (true) {
    for (let spin = 0; spin < SPINS; spin++) {
      if (atomic.load<i32>(at) != old) return true;
    }
    if (atomic.load<i32>(control, CONTROL_STOP) != 0) return false;
    if (thread == 0 && late() != 0) return false;
    if (thread != 0 || atomic.load<i32>(control, CONTROL_MAY_SLEEP) != 0) {
      atomic.add<i32>(control, 1, CONTROL_SLEEPERS);
      // A worker that has nothing to do sleeps until it is called; one in the middle of a list looks up now and then.
      atomic.wait<i32>(at, old, thread != 0 ? -1 : NAP);
      atomic.sub<i32>(control, 1, CONTROL_SLEEPERS);
      if (atomic.load<i32>(at) != old) return true;
      if (atomic.load<i32>(control, CONTROL_STOP) != 0) return false;
    }
  }
}

/** Wakes the threads that sleep until the word at `at` changes; call it after the change. */
// @ts-ignore: decorator
@inline export function wake(control: usize, at: usize): void {
  if (atomic.load<i32>(control, CONTROL_SLEEPERS) != 0) atomic.notify(at, -1);
}

/** Waits until all threads have come here. What they wrote before, each of them sees after. false: thread 0 gave up, or all are to stop. */
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
