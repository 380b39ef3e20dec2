import { createGenerator, type Generator, normalKernel, typedArray, uniformKernel } from '@regopt/tensor';

/**
 * A stream number for each use of randomness, so that two uses of one seed are independent. They start far
 * from the small numbers by which a caller may fork its own generator of that seed.
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

/**
 * The generator for a seed, a use, and a path such as (epoch, batch): equal arguments give equal generators.
 */
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

/**
 * Random numbers in f64 on the host, from the kernels' reference loops: toy data are the same on every back
 * end.
 */
export interface HostDraws {
  /** `count` uniform numbers in 0..1. */
  uniform(count: number): Float64Array;
  /** `count` normally distributed numbers of mean 0. */
  normal(count: number, standardDeviation: number): Float64Array;
}

/** Draws from `generator`, one draw per call, with `operation` in errors. */
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
