import type { Contestant } from './contestant.ts';
import type { Sampling } from './sampling.ts';

/** Runs a contestant's work for a while without measuring it, and returns the executions per sample. */
export async function warmUp(
  contestant: Contestant,
  { warmUpSeconds, sampleSeconds }: Sampling,
): Promise<number> {
  let times = 1;
  let spent = 0;
  while (spent < warmUpSeconds) {
    const seconds = await contestant.run(times);
    spent += seconds;
    if (sampleSeconds === undefined) continue;
    const each = seconds / times;
    // The first run is often far slower, so the count grows in steps; if the clock shows no time, it doubles.
    times = Math.max(1, Math.min(times * 8, each > 0 ? Math.round(sampleSeconds / each) : times * 2));
  }
  return times;
}
