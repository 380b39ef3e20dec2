import { type Generator, type OptionKinds, type Shape, ValueError, valueText } from '@regopt/tensor';
import { calculateGain, type Nonlinearity } from './calculate-gain.ts';
import { fans } from './initializer.ts';

export interface KaimingOptions {
  /** Where the numbers come from. */
  readonly generator: Generator;
  /** What follows the layer. Default `leakyRelu`, which with its slope of 0 is `relu`. */
  readonly nonlinearity?: Nonlinearity | undefined;
  /** Of leakyRelu, below 0. Default 0. */
  readonly slope?: number | undefined;
  /** Whether the variance is kept forward (`fanIn`) or backward (`fanOut`). Default `fanIn`. */
  readonly mode?: 'fanIn' | 'fanOut' | undefined;
}

/** What each option may be. */
export const kaimingKinds: OptionKinds<KaimingOptions> = {
  generator: 'any',
  nonlinearity: 'string',
  slope: 'number',
  mode: 'string',
};

/** The standard deviation that He's rule asks for: gain / sqrt(fan). */
export function kaimingScale(initializer: string, shape: Shape, options: KaimingOptions): number {
  const { nonlinearity = 'leakyRelu', slope = 0, mode = 'fanIn' } = options;
  if (mode !== 'fanIn' && mode !== 'fanOut')
    throw new ValueError(`${initializer}: mode is 'fanIn' or 'fanOut', got ${valueText(mode)}.`);
  // A weight without inputs has no numbers to scale.
  return calculateGain(nonlinearity, slope) / Math.sqrt(Math.max(1, fans(initializer, shape)[mode]));
}
