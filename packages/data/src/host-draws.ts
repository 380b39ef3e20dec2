import { type Generator, normalKernel, typedArray, uniformKernel } from '@regopt/tensor';

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
