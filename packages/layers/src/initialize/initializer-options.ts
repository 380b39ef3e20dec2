import type { Generator } from '@regopt/tensor';

export interface InitializerOptions {
  /** Where the numbers come from. */
  readonly generator: Generator;
  /** Factor of all numbers, as `calculateGain` gives it. Default 1. */
  readonly gain?: number;
}
