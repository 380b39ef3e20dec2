import type { Suite } from './suite.ts';

/** How samples are taken. */
export interface Sampling {
  /** Of ours with each other, at least. */
  readonly pairs: number;
  /** Of work before anything counts: engines compile in stages, and memory is mapped at its first use. */
  readonly warmUpSeconds: number;
  /** Of work in a sample: long against the clock. Left out where a sample is the work once. */
  readonly sampleSeconds?: number;
  /** That the samples of one other may take in a case: who takes long for the work once gets fewer pairs. */
  readonly otherSeconds: number;
}

/** Seconds that a suite's samples and warm-ups take together, unless the work once takes longer than a sample. */
const budget = 45;
/** A sample is no longer than this, and no shorter: a collector's run must not decide it. */
const longest = 0.1;
const shortest = 0.02;

/**
 * How a suite with so many others in all of its cases is sampled: as long as the suite stays within about a minute.
 * A pair is two samples; to become warm takes about as long as six.
 */
export function planSampling(
  { sampling = 'repeated', cases }: Suite,
  others: number,
  pairs: number,
): Sampling {
  if (sampling === 'fixed') return { pairs: 1, warmUpSeconds: 0, otherSeconds: Infinity };
  // A first start reads files that later ones find in memory.
  if (sampling === 'fresh') return { pairs, warmUpSeconds: Number.MIN_VALUE, otherSeconds: 3 * pairs };
  const wanted = budget / (Math.max(1, others) * (2 * pairs + 6));
  const sampleSeconds = Math.min(longest, Math.max(shortest, wanted));
  return {
    pairs,
    warmUpSeconds: Math.max(0.1, 4 * sampleSeconds),
    sampleSeconds,
    otherSeconds: Math.max(2 * pairs * sampleSeconds, Math.min(3 * pairs, budget / 2 / cases.length)),
  };
}
