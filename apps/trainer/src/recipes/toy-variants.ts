import type { Variant } from './recipe.ts';
import { tanhNetwork } from './tanh-network.ts';

/**
 * The lecture's pictures of fitting: a network too small for the task, one that is right, one too large without any
 * regularization, and the large one with the run's dropout and weight decay.
 *
 * @param inputs features of an example
 * @param outputs values or classes
 * @param few units of a hidden layer that are too few for the task
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
