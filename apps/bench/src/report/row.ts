import type { LimitName } from '../limits/limit-name.ts';
import type { OursFacts } from '../ours/ours-facts.ts';
import type { Unit } from '../unit.ts';
import type { Machine } from './machine.ts';

/** One case of a suite: medians in the unit. This is what `--json` writes a list of. */
export interface Row extends OursFacts {
  readonly suite: string;
  readonly case: string;
  readonly unit: Unit;
  readonly ours: number;
  /** Peers that did the work, ours in other ways and other revisions, by name. */
  readonly rivals: Readonly<Record<string, number>>;
  /** How many times better than a rival ours is: the median of the pairs' ratios. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly limitName: LimitName | null;
  /** What the machine allows, measured in the same run; null where the suite has no limit. */
  readonly limit: number | null;
  /** How much of the limit ours reaches: the median of the pairs' ratios. */
  readonly share: number | null;
  /** What differs in a rival, or why it has no number. */
  readonly notes: Readonly<Record<string, string>>;
  /** Every sample of ours, and of each rival and the limit those of the pairs: `[ours, theirs]`. All in the unit. */
  readonly samples: {
    readonly ours: readonly number[];
    readonly pairs: Readonly<Record<string, readonly (readonly [ours: number, theirs: number])[]>>;
  };
  readonly machine: Machine;
}
