import type { OursFacts } from '../ours/ours-facts.ts';
import type { Pair } from '../take-turns.ts';

/** What came of one way of running a rival. */
export type RivalResult = { readonly name: string } & (
  | { readonly pairs: readonly Pair[]; readonly note?: string | undefined }
  | { readonly skipped: string }
);

/** All costs of a case, of the work once. */
export interface CaseResult {
  readonly facts: OursFacts;
  readonly ours: readonly number[];
  /** Where one ran in several ways, the fastest counts. */
  readonly rivals: readonly RivalResult[];
  readonly limit: readonly Pair[] | undefined;
}
