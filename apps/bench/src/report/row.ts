import type { Unit } from '../unit.ts';

/** One case of a suite: medians in the unit. This is what `--json` writes a list of. */
export interface Row {
  readonly suite: string;
  readonly case: string;
  /** Threads that ours ran on. */
  readonly threads: number;
  readonly unit: Unit;
  readonly ours: number;
  /** Peers that did the work, by name. */
  readonly peers: Readonly<Record<string, number>>;
  /** What the machine allows, measured in the same run; null where the suite has no limit. */
  readonly limit: number | null;
  /** How many times faster than a peer ours is: the median of the pairs' ratios. */
  readonly ratios: Readonly<Record<string, number>>;
  /** What differs in a peer, or why it has no number. */
  readonly notes: Readonly<Record<string, string>>;
}
