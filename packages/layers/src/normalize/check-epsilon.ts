import { ValueError, valueText } from '@regopt/tensor';

/** Throws ValueError unless what is added to a variance is a finite number >= 0. */
export function checkEpsilon(layer: string, epsilon: number): void {
  if (!(Number.isFinite(epsilon) && epsilon >= 0))
    throw new ValueError(`${layer}: epsilon is a number >= 0, got ${valueText(epsilon)}.`);
}
