import { type Generator, type OptionKinds, type Shape, ValueError, valueText } from '@regopt/tensor';
import { calculateGain, type Nonlinearity } from './calculate-gain.ts';
import { fans } from './initializer.ts';

export interface KaimingOptions {
  /** Source of the random numbers. */
  readonly generator: Generator;
  /** The nonlinearity after the layer. Default `leakyRelu`, which with its default slope of 0 is `relu`. */
  readonly nonlinearity?: Nonlinearity | undefined;
  /** Slope of leakyRelu below 0. Default 0. */
  readonly slope?: number | undefined;
  /** Preserve the variance of activations (`fanIn`) or of gradients (`fanOut`). Default `fanIn`. */
  readonly mode?: 'fanIn' | 'fanOut' | undefined;
}

/** The kinds of these options. */
export const kaimingKinds: OptionKinds<KaimingOptions> = {
  generator: 'any',
  nonlinearity: 'string',
  slope: 'number',
  mode: 'string',
};

/** The standard deviation of He's rule: gain / sqrt(fan). */
export function kaimingScale(initializer: string, shape: Shape, options: KaimingOptions): number {
  const { nonlinearity = 'leakyRelu', slope = 0, mode = 'fanIn' } = options;
  if (mode !== 'fanIn' && mode !== 'fanOut')
    throw new ValueError(`${initializer}: mode is 'fanIn' or 'fanOut', got ${valueText(mode)}.`);
  // A weight without inputs has no numbers; the max avoids a division by 0.
  return calculateGain(nonlinearity, slope) / Math.sqrt(Math.max(1, fans(initializer, shape)[mode]));
}
