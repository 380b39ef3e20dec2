import { createGenerator, type Generator } from '@regopt/tensor';

/**
 * One number for each use of randomness, so that two uses of one seed share nothing. They begin far from the small
 * numbers with which a caller may fork its own generator of that seed.
 */
const firstStream = 0x64617461;
const uses = [
  'order',
  'inputNoise',
  'labelNoise',
  'fixedLabelNoise',
  'split',
  'noisyCurve',
  'twoMoons',
  'rings',
] as const;

/** The generator that belongs to a seed, a use, and a path such as (epoch, batch): the same whenever it is asked for. */
export function randomStream(
  seed: number | bigint,
  use: (typeof uses)[number],
  ...path: readonly number[]
): Generator {
  return path.reduce(
    (parent, step) => parent.fork(step),
    createGenerator(seed).fork(firstStream + uses.indexOf(use)),
  );
}
