import { yieldToHost } from '../yield-to-host.ts';

/** Milliseconds after which a loop should yield to its host: a fraction of the 16 between two frames. */
const interval = 4;

/** Max calls without a yield, since the timer of a hidden page may take a second. */
const maxCalls = 64;

/**
 * A function to call once per round of a loop. Some calls return a promise to await: `yieldToHost()`.
 *
 * Yields are about `interval` apart, as measured by a timer, which can fire only during a yield. A yield
 * costs as much as a small step, so the gap doubles (1, 2, 4, ... calls) while the timer has not fired, and
 * restarts at 1 call when it has. So a wait between yields is at most about twice the interval, however long
 * a call takes.
 *
 * @example
 * ```ts
 * import { createPace } from '@regopt/data';
 * const pace = createPace();
 * for (let step = 0; step < 1000; step++) {
 *   const pause = pace(); // after each step
 *   if (pause !== undefined) await pause;
 * }
 * ```
 */
export function createPace(): () => Promise<void> | undefined {
  let calls = 1;
  let left = 1;
  let fired = true;
  const pause = async () => {
    await yieldToHost();
    if (fired) {
      fired = false;
      calls = 1;
      setTimeout(() => {
        fired = true;
      }, interval);
    } else calls = Math.min(2 * calls, maxCalls);
    left = calls;
  };
  return () => (--left > 0 ? undefined : pause());
}
