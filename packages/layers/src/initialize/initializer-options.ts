import type { Generator, OptionKinds } from '@regopt/tensor';

export interface InitializerOptions {
  /** Where the numbers come from. */
  readonly generator: Generator;
  /** Factor of all numbers, as `calculateGain` gives it. Default 1. */
  readonly gain?: number;
}

/** What each option may be. */
export const initializerKinds: OptionKinds<InitializerOptions> = { generator: 'any', gain: 'number' };
