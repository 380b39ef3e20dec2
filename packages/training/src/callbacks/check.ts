import { ValueError, valueText } from '@regopt/tensor';

/** Throws ValueError unless each of the named options is a whole number >= `least`. */
export function checkWhole(operation: string, values: Readonly<Record<string, number>>, least: number): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isSafeInteger(value) || value < least)
      throw new ValueError(`${operation}: ${name} is a whole number >= ${least}, got ${valueText(value)}.`);
  }
}
