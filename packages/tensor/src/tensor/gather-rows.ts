import { run } from '../backend/current-backend.ts';
import { defineKernel } from '../backend/kernel.ts';
import { checkTensor } from '../check/check-tensor.ts';
import { DTypeError, ShapeError } from '../errors.ts';
import { hostView } from '../memory/host-view.ts';
import { shapeText, sizeOf } from '../shape/shape.ts';
import { stridedOffsets } from '../shape/strided-offsets.ts';
import { emptyOn } from './create.ts';
import type { Tensor } from './tensor.ts';

/** `gatherRows [out, table, indices] count, rowSize`: row i of `out` is row indices[i] of `table`. */
export const gatherRowsKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'gatherRows' },
  ([out, table, indices], [count, rowSize]) => {
    for (let i = 0; i < count!; i++) {
      const from = indices![i]! * rowSize!;
      for (let j = 0; j < rowSize!; j++) out![i * rowSize! + j] = table![from + j]!;
    }
  },
);

/**
 * The entries of `table`'s first axis at the i32 tensor `indices`, in its order: shape
 * `[...indices.shape, ...table.shape.slice(1)]`.
 *
 * @throws ShapeError when an index is outside the table, or table or indices are views with holes; DTypeError
 *   when the indices are not i32.
 * @example
 * ```ts
 * import { gatherRows, tensor } from '@regopt/tensor';
 * const table = tensor([[1, 2], [3, 4], [5, 6]]);
 * gatherRows(table, tensor(new Int32Array([2, 0]))).toNested(); // [[5, 6], [1, 2]]
 * ```
 */
export function gatherRows(table: Tensor, indices: Tensor): Tensor {
  checkTensor('gatherRows', table, 'table');
  checkTensor('gatherRows', indices, 'indices');
  if (indices.dtype !== 'i32') throw new DTypeError(`gatherRows: indices are i32, got ${indices.dtype}.`);
  if (table.rank === 0 || !table.contiguous || !indices.contiguous) {
    throw new ShapeError(
      `gatherRows: needs a contiguous table with rows and contiguous indices, got ${shapeText(table.shape)}.`,
    );
  }
  checkIndices('gatherRows', indices, table.shape[0]!);
  const rowShape = table.shape.slice(1);
  const out = emptyOn(table.storage.backend, [...indices.shape, ...rowShape], table.dtype);
  run(gatherRowsKernel, [out, table, indices], [indices.size, sizeOf(rowShape)]);
  return out;
}

/**
 * Checks on the host, now and before each replay of a captured step, that i32 indices are in 0..limit-1 (or
 * equal `allow`).
 *
 * @throws ShapeError, in the name of `operation`, with the first index out of range; DisposedError when the
 *   memory of the indices was freed.
 * @example
 * ```ts
 * import { checkIndices, tensor } from '@regopt/tensor';
 * const labels = tensor(new Int32Array([0, 2, -100]));
 * checkIndices('crossEntropy', labels, 3, -100); // with the limit 2: ShapeError
 * ```
 */
export function checkIndices(operation: string, indices: Tensor, limit: number, allow?: number): void {
  checkTensor(operation, indices, 'indices');
  const { shape, strides, size, contiguous } = indices;
  if (size === 0) return;
  if (indices.storage.disposed) indices.storage.failDisposed(operation);
  const view = hostView(indices);
  // Allocated once, here, so that a replay makes no garbage.
  const offsets = contiguous ? undefined : Int32Array.from(stridedOffsets(shape, strides));
  const check = () => {
    const values = view();
    for (let i = 0; i < size; i++) {
      const value = values[offsets === undefined ? i : offsets[i]!]!;
      if ((value < 0 || value >= limit) && value !== allow) {
        throw new ShapeError(`${operation}: index ${value} at position ${i} is outside 0..${limit - 1}.`);
      }
    }
  };
  indices.storage.backend.host(check, true, indices, [limit, allow ?? Number.NaN]);
}
