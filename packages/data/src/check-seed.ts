import { createGenerator, ValueError, valueText } from '@regopt/tensor';

/** Throws a ValueError unless there is a seed. There is no default: the same call gives the same numbers. */
export function checkSeed(operation: string, seed: number | bigint): void {
  if (typeof seed !== 'number' && typeof seed !== 'bigint') {
    throw new ValueError(
      `${operation}: seed is a whole number, which gives the same random numbers each time, got ${valueText(seed)}.`,
    );
  }
  createGenerator(seed);
}
