import { ValueError } from '@regopt/tensor';

/** Throws a ValueError unless `value` is a whole number of at least `least`. */
export function checkWholeNumber(operation: string, option: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new ValueError(`${operation}: ${option} is a whole number >= ${least}, got ${value}.`);
  }
}
