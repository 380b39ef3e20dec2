import { createGenerator, ValueError, valueText } from '@regopt/tensor';

/** Throws a ValueError unless there is a seed: whoever wants other random numbers says so by another one. */
export function checkSeed(operation: string, seed: number | bigint): void {
  if (seed === undefined || (typeof seed !== 'number' && typeof seed !== 'bigint')) {
    throw new ValueError(
      `${operation}: seed is a whole number, which gives the same random numbers each time, got ${valueText(seed)}.`,
    );
  }
  createGenerator(seed);
}
