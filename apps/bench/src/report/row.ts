import type { LimitName } from '../limits/limit-name.ts';
import type { OursFacts } from '../ours/ours-facts.ts';
import type { Unit } from '../unit.ts';
import type { Machine } from './machine.ts';

/** The medians of a case, in the suite's unit. `--json` writes a list of these. */
export interface Row extends OursFacts {
  readonly suite: string;
  readonly case: string;
  readonly unit: Unit;
  readonly ours: number;
  /** The medians of peers, of ours in other configurations and of other revisions, by name. */
  readonly rivals: Readonly<Record<string, number>>;
  /** A rival's cost over ours, so above 1 if ours is better: the median of the pairs' ratios. */
  readonly ratios: Readonly<Record<string, number>>;
  readonly limitName: LimitName | null;
  /** The machine's limit, measured in the same run; null if the suite has none. */
  readonly limit: number | null;
  /** The share of the limit that ours reaches: the median of the pairs' ratios. */
  readonly share: number | null;
  /** A rival's differences, or the reason why it has no number. */
  readonly notes: Readonly<Record<string, string>>;
  /** All samples of ours, and the pairs `[ours, theirs]` of each rival and of the limit. All in the unit. */
  readonly samples: {
    readonly ours: readonly number[];
    readonly pairs: Readonly<Record<string, readonly (readonly [ours: number, theirs: number])[]>>;
  };
  readonly machine: Machine;
}
