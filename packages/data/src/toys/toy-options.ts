import { ValueError } from '@regopt/tensor';
import { checkWholeNumber } from '../check-whole-number.ts';

/** Options that every toy data set takes. */
export interface ToyOptions {
  /** How many examples. */
  readonly count: number;
  /** Standard deviation of the normal noise: on the value of a curve, on both coordinates of a point. Default 0.1. */
  readonly noise?: number;
  /** The same seed gives the same examples, on every back end and machine. */
  readonly seed: number | bigint;
}

/** The options with their defaults, checked. */
export function checkToyOptions(operation: string, options: ToyOptions): Required<ToyOptions> {
  const { count, noise = 0.1, seed } = options;
  checkWholeNumber(operation, 'count', count, 1);
  if (!(noise >= 0 && Number.isFinite(noise))) {
    throw new ValueError(`${operation}: noise is a finite number >= 0, got ${noise}.`);
  }
  return { count, noise, seed };
}
