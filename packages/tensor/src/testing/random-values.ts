import { philox } from '../random/philox.ts';
import { type DType, type TypedArray, typedArray } from '../tensor/dtype.ts';

/** Test values of a dtype, the same for the same seed: floats in -100..100, i32 of either sign, any byte. */
export function randomValues(dtype: DType, length: number, seed: number): TypedArray {
  const values = typedArray(dtype, length);
  const words = new Uint32Array(4);
  for (let i = 0; i < length; i++) {
    if (i % 4 === 0) philox(words, seed, 1, i / 4, 0, 0, 0);
    const word = words[i % 4]!;
    if (dtype === 'i32') values[i] = word >> (word & 31);
    else values[i] = dtype === 'u8' ? word & 255 : (word / 2147483648 - 1) * 100;
  }
  return values;
}
