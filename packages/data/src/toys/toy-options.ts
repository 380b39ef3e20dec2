import { checkOptions, type Filled, type OptionKinds, ValueError } from '@regopt/tensor';
import { checkSeed, checkWholeNumber } from '../check.ts';

/** Options of every toy data set. */
export interface ToyOptions {
  /** Number of examples. */
  readonly count: number;
  /**
   * Standard deviation of the normal noise: on the value of a curve, on both coordinates of a point. Default
   * 0.1.
   */
  readonly noise?: number | undefined;
  /** Equal seeds give equal examples, on every back end and machine. */
  readonly seed: number | bigint;
}

/** The kinds of a toy data set's options. */
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
