import type { Contestant } from '../contestant.ts';
import type { OursFacts } from './ours-facts.ts';

/** Ours at work on a case. */
export interface Ours {
  readonly contestant: Contestant;
  readonly facts: OursFacts;
  /** The kernels that ran on the reference loop since the work was ready. */
  referenceKernels(): Promise<readonly string[]>;
}
