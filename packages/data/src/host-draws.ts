import { type Generator, normalKernel, uniformKernel } from '@regopt/tensor';

/** Random numbers in f64 on the host, from the kernels' own loops: toy data are the same on every back end. */
export interface HostDraws {
  /** `count` numbers spread evenly over 0..1. */
  uniform(count: number): Float64Array;
  /** `count` normally distributed numbers of mean 0. */
  normal(count: number, standardDeviation: number): Float64Array;
}

/** Draws from `generator`, one draw a call. */
export function hostDraws(generator: Generator): HostDraws {
  const key = () => Int32Array.from(generator.drawWords());
  return {
    uniform(count) {
      const values = new Float64Array(count);
      uniformKernel.reference([values, key()], [count, 0, 1]);
      return values;
    },
    normal(count, standardDeviation) {
      const values = new Float64Array(count);
      normalKernel.reference([values, key()], [count, 0, standardDeviation]);
      return values;
    },
  };
}
