import { type Shape, sizeOf, type Tensor, tensor } from '@regopt/tensor';
import { randomFloats } from '../testing/random-floats.ts';

/** Numbers between -`scale` and `scale`, the same for the same seed. */
export function randomTensor(shape: Shape, seed: number, scale = 2): Tensor {
  return tensor(
    randomFloats(sizeOf(shape), seed).map((value) => scale * value),
    { shape },
  );
}

/** Whole numbers in 0..limit-1, i32. */
export function randomIndices(shape: Shape, limit: number, seed: number): Tensor {
  const values = randomFloats(sizeOf(shape), seed);
  return tensor(
    Int32Array.from(values, (value) => Math.floor(((value + 1) / 2) * limit)),
    { shape },
  );
}
