import type { Variant } from './recipe.ts';
import { tanhNetwork } from './tanh-network.ts';

/**
 * The four networks in the lecture's pictures of fitting: one too small for the task, one of the right size,
 * one too large without regularization, and the large one with the run's dropout and weight decay.
 *
 * @param inputs features of an example
 * @param outputs values or classes
 * @param few units per hidden layer of the network that is too small
 */
export function toyVariants(inputs: number, outputs: number, few: number): readonly Variant[] {
  const free = { dropout: 0, weightDecay: 0, inputNoise: 0, l1: 0 };
  const network = (
    name: string,
    title: string,
    hidden: readonly number[],
    overrides?: Variant['overrides'],
  ): Variant => ({
    name,
    title,
    ...(overrides && { overrides }),
    build: ({ dropout }, generator) => tanhNetwork([inputs, ...hidden, outputs], dropout, generator),
  });
  return [
    network('small', 'too small', [few], free),
    network('right', 'about right', [16], free),
    network('large', 'too large', [128, 128], free),
    network('regularized', 'too large, regularized', [128, 128]),
  ];
}
