import { yieldToHost } from '../yield-to-host.ts';

/** Milliseconds after which a loop should let its host run: a fraction of the 16 between two frames. */
const interval = 4;

/** Calls without a yield are at most this many, since a hidden page's timer may take a second. */
const maxCalls = 64;

/**
 * A function to call once in each round of a loop: now and then it gives a promise to await, which is `yieldToHost()`.
 *
 * A library has no clock, so a timer of the host tells the time. Only a yield shows whether it has fired, and takes as long as a
 * small step; so yields come after 1, 2, 4, ... calls until one finds that it has, and then after 1 again. The time
 * between two yields is thus at most about that before, however long a call takes.
 */
export function createPace(): () => Promise<void> | undefined {
  let calls = 1;
  let left = 1;
  let fired = true;
  const take = async () => {
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
  return () => (--left > 0 ? undefined : take());
}
