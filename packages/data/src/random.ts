import { createGenerator, type Generator, normalKernel, typedArray, uniformKernel } from '@regopt/tensor';

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

/** Random numbers in f64 on the host, from the kernels' own loops: toy data are the same on every back end. */
export interface HostDraws {
  /** `count` numbers spread evenly over 0..1. */
  uniform(count: number): Float64Array;
  /** `count` normally distributed numbers of mean 0. */
  normal(count: number, standardDeviation: number): Float64Array;
}

/** Draws from `generator`, one draw a call, in the name of `operation`. */
export function hostDraws(operation: string, generator: Generator): HostDraws {
  const key = () => Int32Array.from(generator.drawWords());
  return {
    uniform(count) {
      const values = typedArray('f64', count, operation) as Float64Array;
      uniformKernel.reference([values, key()], [count, 0, 1]);
      return values;
    },
    normal(count, standardDeviation) {
      const values = typedArray('f64', count, operation) as Float64Array;
      normalKernel.reference([values, key()], [count, 0, standardDeviation]);
      return values;
    },
  };
}
