import { ValueError, valueText } from '@regopt/tensor';
import { checkNotNegative } from '../check-options.ts';
import type { AdamNumbers } from './adam-update.ts';

/** Throws ValueError unless both betas lie in [0, 1) and the other numbers are finite and >= 0. */
export function checkAdam(rule: string, options: AdamNumbers): void {
  checkNotNegative(rule, options, ['learningRate', 'epsilon', 'weightDecay']);
  const { betas } = options;
  const valid =
    Array.isArray(betas) &&
    betas.length === 2 &&
    betas.every((beta) => typeof beta === 'number' && beta >= 0 && beta < 1);
  if (!valid) throw new ValueError(`${rule}: betas are two numbers in [0, 1), got ${valueText(betas)}.`);
}
