import type { Suite } from './suite.ts';

/** The plan for taking samples. */
export interface Sampling {
  /** Pairs of samples of ours with each rival; a slow rival gets fewer. */
  readonly pairs: number;
  /**
   * Seconds of work before the first sample: engines compile in stages, and memory is mapped at its first
   * use.
   */
  readonly warmUpSeconds: number;
  /** Seconds per sample, long relative to the clock. Absent if a sample is one execution of the work. */
  readonly sampleSeconds?: number;
  /** Seconds that one rival's samples may take in a case: a rival that exceeds them gets fewer pairs. */
  readonly otherSeconds: number;
}

/** Seconds for all samples and warm-ups of a suite, unless a single execution takes longer than a sample. */
const budget = 45;
/** Maximum and minimum seconds of a sample. The minimum keeps one garbage collection from deciding it. */
const longest = 0.1;
const shortest = 0.02;

/**
 * Plans the sampling of a suite with `others` rivals in all of its cases, so that it takes at most about a
 * minute. A pair is two samples, and a warm-up takes about as long as six.
 */
export function planSampling(
  { sampling = 'repeated', cases }: Suite,
  others: number,
  pairs: number,
): Sampling {
  if (sampling === 'fixed') return { pairs: 1, warmUpSeconds: 0, otherSeconds: Infinity };
  // One warm-up run: the first start reads files from disk that later ones find in memory.
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
