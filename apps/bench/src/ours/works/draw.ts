import { type Generator, type Tensor, uniform } from '@regopt/tensor';

/** Random numbers in [-1, 1). */
export function draw(shape: readonly number[], generator: Generator): Tensor {
  return uniform(shape, generator, { low: -1, high: 1 });
}
