import { ValueError, valueText } from '@regopt/tensor';

/** Throws ValueError unless each of the named options is a whole number >= 1. */
export function checkCount(layer: string, counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new ValueError(`${layer}: ${name} is a whole number >= 1, got ${valueText(value)}.`);
    }
  }
}
