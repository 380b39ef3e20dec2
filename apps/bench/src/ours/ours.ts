import type { Contestant } from '../contestant.ts';
import type { OursFacts } from './ours-facts.ts';

/** Our library, ready for a case. */
export interface Ours {
  readonly contestant: Contestant;
  readonly facts: OursFacts;
  /** Kernels that ran as reference loops since the work was prepared. */
  referenceKernels(): Promise<readonly string[]>;
}
