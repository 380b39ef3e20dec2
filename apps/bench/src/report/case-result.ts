import type { OursFacts } from '../ours/ours-facts.ts';
import type { Pair } from '../take-turns.ts';

/** The result of one configuration of a rival. */
export type RivalResult = { readonly name: string } & (
  | { readonly pairs: readonly Pair[]; readonly note?: string | undefined }
  | { readonly skipped: string }
);

/** All measured costs of a case, per execution of its work. */
export interface CaseResult {
  readonly facts: OursFacts;
  readonly ours: readonly number[];
  /** If a rival ran in several configurations, the fastest counts. */
  readonly rivals: readonly RivalResult[];
  readonly limit: readonly Pair[] | undefined;
}
