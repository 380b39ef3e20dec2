import type { Contestant } from './contestant.ts';

/** Seconds of work before counting: engines compile in stages, and memory is mapped at its first use. */
const warmUpSeconds = 0.4;
/** Seconds of a sample: long against the clock and against one run of a garbage collector. */
const sampleSeconds = 0.1;
/** Lets a contestant do its work for a while, uncounted, and gives how often it does it in a sample. */
export async function warmUp(contestant: Contestant): Promise<number> {
  let times = 1;
  let spent = 0;
  do {
    const seconds = await contestant.run(times);
    const each = seconds / times;
    spent += seconds;
    // The first time is often the slowest by far: grow in steps. A clock that saw no time at all doubles.
    times = Math.max(1, Math.min(times * 8, each > 0 ? Math.round(sampleSeconds / each) : times * 2));
  } while (spent < warmUpSeconds);
  return times;
}
