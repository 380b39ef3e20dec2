import { checkOptions, type Filled, type OptionKinds, ValueError } from '@regopt/tensor';
import { checkSeed, checkWholeNumber } from '../check.ts';

/** Options that every toy data set takes. */
export interface ToyOptions {
  /** How many examples. */
  readonly count: number;
  /** Standard deviation of the normal noise: on the value of a curve, on both coordinates of a point. Default 0.1. */
  readonly noise?: number | undefined;
  /** The same seed gives the same examples, on every back end and machine. */
  readonly seed: number | bigint;
}

/** What each option of a toy data set may be. */
export const toyKinds: OptionKinds<ToyOptions> = { count: 'number', noise: 'number', seed: 'number|bigint' };

/** The options with their defaults, checked. */
export function checkToyOptions<Options extends ToyOptions>(
  operation: string,
  options: Options,
  kinds: OptionKinds<Options>,
): Filled<ToyOptions> {
  checkOptions(operation, options, kinds);
  const { count, noise = 0.1, seed } = options;
  checkWholeNumber(operation, 'count', count, 1);
  if (!(noise >= 0 && Number.isFinite(noise))) {
    throw new ValueError(`${operation}: noise is a finite number >= 0, got ${noise}.`);
  }
  checkSeed(operation, seed);
  return { count, noise, seed };
}
