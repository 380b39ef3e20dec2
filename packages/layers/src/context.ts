import type { Generator } from '@regopt/tensor';

/** What a forward pass is told besides its input. There is no global mode: what is left out here is an evaluation. */
export interface Context {
  /** Whether this pass trains: dropout drops, batch normalization takes the batch's statistics. Default false. */
  readonly training?: boolean;
  /** Where layers that draw random numbers in training take them from. */
  readonly generator?: Generator;
}
