import { narrow } from '../check/narrow.ts';
import { ShapeError } from '../errors.ts';
import { type TypedArray, typedArray } from '../tensor/dtype.ts';
import { isTensor, type Tensor } from '../tensor/tensor.ts';
import type { SafetensorsEntry } from './read-safetensors.ts';

/**
 * The values to load into a tensor: those of a tensor, a saved entry or an array, row-major, in the dtype of
 * `target`. An array of that dtype is not copied.
 *
 * @param what the function and the name of the tensor, for the error
 * @throws ShapeError unless there are as many values as `target` has elements; ValueError for a number that
 *   its dtype cannot represent.
 * @example
 * ```ts
 * import { tensor, valuesFor } from '@regopt/tensor';
 * const target = tensor([0, 0]);
 * valuesFor('load: weight', target, { dtype: 'f64', shape: [2], data: Float64Array.of(1, 2) }); // 1, 2
 * ```
 */
export function valuesFor(
  what: string,
  { dtype, size }: Pick<Tensor, 'dtype' | 'size'>,
  source: Tensor | SafetensorsEntry | TypedArray,
): TypedArray {
  const values = isTensor(source) ? source.toArray() : 'data' in source ? source.data : source;
  if (values.length !== size)
    throw new ShapeError(`${what} has ${values.length} values, its shape takes ${size}.`);
  const same = values.constructor === typedArray(dtype, 0).constructor;
  return same ? values : narrow(what, values, typedArray(dtype, size), 'refuse');
}
