import type { Generator, OptionKinds } from '@regopt/tensor';
import type { Nonlinearity } from './calculate-gain.ts';

export interface KaimingOptions {
  /** Where the numbers come from. */
  readonly generator: Generator;
  /** What follows the layer. Default `leakyRelu`, which with its slope of 0 is `relu`. */
  readonly nonlinearity?: Nonlinearity;
  /** Of leakyRelu, below 0. Default 0. */
  readonly slope?: number;
  /** Whether the variance is kept forward (`fanIn`) or backward (`fanOut`). Default `fanIn`. */
  readonly mode?: 'fanIn' | 'fanOut';
}

/** What each option may be. */
export const kaimingKinds: OptionKinds<KaimingOptions> = {
  generator: 'any',
  nonlinearity: 'string',
  slope: 'number',
  mode: 'string',
};
