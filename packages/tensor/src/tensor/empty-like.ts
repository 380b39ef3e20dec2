import { run } from '../backend/current-backend.ts';
import { checkTensor } from '../check/check-tensor.ts';
import { checkNumber } from '../check/narrow.ts';
import { Storage } from '../memory/storage.ts';
import type { Shape } from '../shape/shape.ts';
import { fillKernel } from './copy-kernel.ts';
import { emptyOn } from './create.ts';
import type { DType } from './dtype.ts';
import { bytesPerElement } from './dtype.ts';
import { Tensor } from './tensor.ts';

/**
 * A row-major tensor on the back end of `x`, with uninitialised values. Ops allocate their results by it, so
 * that a result is on the back end of its operands, whatever the current one is.
 *
 * @param operation the name of the calling function, for the error
 * @throws ValueError unless `x` is a tensor; ShapeError for a length that is not a whole number >= 0;
 *   DTypeError for an unknown dtype; OutOfMemoryError when the back end has no room.
 * @example
 * ```ts
 * import { emptyLike, zeros } from '@regopt/tensor';
 * const x = zeros([2, 3], { dtype: 'f64' });
 * emptyLike(x).dtype; // 'f64'
 * emptyLike(x, [4], 'i32').shape; // [4]
 * ```
 */
export function emptyLike(x: Tensor, shape?: Shape, dtype?: DType, operation = 'emptyLike'): Tensor {
  checkTensor(operation, x);
  if (shape === undefined) shape = x.shape;
  if (dtype === undefined) dtype = x.dtype;
  const bytes = bytesPerElement[dtype];
  // The shape of a tensor was checked, and never changes.
  if (shape === x.shape && typeof bytes === 'number') {
    return new Tensor(new Storage(x.storage.backend, x.size * bytes), shape, undefined, 0, dtype, x.size);
  }
  return emptyOn(x.storage.backend, shape, dtype, operation);
}

/**
 * `full` on the back end of `x`: for the constants of an op.
 *
 * @throws as {@link emptyLike}; ValueError for a number that the dtype cannot represent.
 * @example
 * ```ts
 * import { fullLike, zeros } from '@regopt/tensor';
 * fullLike(zeros([2]), 0.5).toArray(); // 0.5, 0.5
 * ```
 */
export function fullLike(x: Tensor, value: number, shape?: Shape, dtype?: DType): Tensor {
  checkTensor('fullLike', x);
  checkNumber('fullLike', value, dtype === undefined ? x.dtype : dtype);
  const result = emptyLike(x, shape, dtype, 'fullLike');
  run(fillKernel, [result], [result.size, value]);
  return result;
}
