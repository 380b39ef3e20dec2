import { Sequential } from '@regopt/layers';
import type { Config } from '../config/config.ts';
import { denseLayers, hiddenText } from './dense-layers.ts';
import type { Variant } from './recipe.ts';

/**
 * The four networks in the lecture's pictures of fitting: one too small for the task, one of the right size,
 * one too large without regularization, and the large one with the run's regularizers. Hidden layers by
 * option make one network instead, with the run's regularizers.
 *
 * @param inputs features of an example
 * @param outputs values or classes
 * @param few units per hidden layer of the network that is too small
 */
export function toyVariants(inputs: number, outputs: number, few: number) {
  const variant = (name: string, title: string, hidden: readonly number[]): Variant => ({
    name,
    title,
    build: ({ network }, generator) => {
      const dropout = network.dropout > 0 ? network.dropout : undefined;
      return new Sequential(...denseLayers([inputs, ...hidden, outputs], { ...network, dropout }, generator));
    },
  });
  return ({ network: { hidden } }: Config): readonly Variant[] =>
    hidden === null
      ? [
          { ...variant('small', 'too small', [few]), adapt: unregularized },
          { ...variant('right', 'about right', [16]), adapt: unregularized },
          { ...variant('large', 'too large', [128, 128]), adapt: unregularized },
          variant('regularized', 'too large, regularized', [128, 128]),
        ]
      : [variant('network', [inputs, ...hidden, outputs].join('-'), hidden)];
}

/** The models in words, for a recipe's summary. */
export const toyNetworks = (hidden: readonly number[] | null): string =>
  hidden === null
    ? 'networks too small, right, too large, and too large but regularized'
    : `a network with ${hiddenText(hidden)}`;

const unregularized = (config: Config): Config => ({
  ...config,
  optimizer: { ...config.optimizer, weightDecay: 0 },
  network: { ...config.network, dropout: 0 },
  l1: 0,
  inputNoise: 0,
});
