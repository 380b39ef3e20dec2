import { ValueError, valueText } from '@regopt/tensor';

/** Throws ValueError unless a probability lies in 0..1. */
export function checkProbability(layer: string, probability: number): void {
  // A string or null would pass the comparisons alone.
  if (!(typeof probability === 'number' && probability >= 0 && probability <= 1))
    throw new ValueError(`${layer}: probability lies in 0..1, got ${valueText(probability)}.`);
}
