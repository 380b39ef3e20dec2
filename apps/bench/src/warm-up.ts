import type { Contestant } from './contestant.ts';
import type { Sampling } from './sampling.ts';

/** Lets a contestant do its work for a while, uncounted, and gives how often it does it in a sample. */
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
    // The first time is often the slowest by far: grow in steps. A clock that saw no time at all doubles.
    times = Math.max(1, Math.min(times * 8, each > 0 ? Math.round(sampleSeconds / each) : times * 2));
  }
  return times;
}
