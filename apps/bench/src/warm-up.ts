import type { Contestant } from './contestant.ts';

/** Seconds of work before counting: engines compile in stages, and memory is mapped at its first use. */
const warmUpSeconds = 0.4;
/** Seconds of a sample: long against the clock and against one run of a garbage collector. */
const sampleSeconds = 0.1;
/** A sample longer than this is taken less often... */
const longSample = 2;
/** ...so often that all of them take about so long. */
const longBudget = 20;

/** How a contestant is sampled. */
export interface Sampling {
  /** How often it does the work in a sample. */
  readonly times: number;
  /** How many pairs it is sampled in. */
  readonly pairs: number;
}

/** Lets a contestant do its work for a while, uncounted, and chooses how to sample it. */
export async function warmUp(contestant: Contestant, pairs: number): Promise<Sampling> {
  let times = 1;
  let spent = 0;
  let each = 0;
  do {
    const seconds = await contestant.run(times);
    each = seconds / times;
    spent += seconds;
    // The first time is often the slowest by far: grow in steps. A clock that saw no time at all doubles.
    times = Math.max(1, Math.min(times * 8, each > 0 ? Math.round(sampleSeconds / each) : times * 2));
  } while (spent < warmUpSeconds);
  const sample = each * times;
  return {
    times,
    pairs: sample > longSample ? Math.max(1, Math.min(pairs, Math.floor(longBudget / sample))) : pairs,
  };
}
