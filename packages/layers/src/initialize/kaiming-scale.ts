import { type Shape, ValueError, valueText } from '@regopt/tensor';
import { calculateGain } from './calculate-gain.ts';
import { fans } from './fans.ts';
import type { KaimingOptions } from './kaiming-options.ts';

/** The standard deviation that He's rule asks for: gain / sqrt(fan). */
export function kaimingScale(initializer: string, shape: Shape, options: KaimingOptions): number {
  const { nonlinearity = 'leakyRelu', slope = 0, mode = 'fanIn' } = options;
  if (mode !== 'fanIn' && mode !== 'fanOut')
    throw new ValueError(`${initializer}: mode is 'fanIn' or 'fanOut', got ${valueText(mode)}.`);
  // A weight without inputs has no numbers to scale.
  return calculateGain(nonlinearity, slope) / Math.sqrt(Math.max(1, fans(initializer, shape)[mode]));
}
