import {
  checkIndices,
  checkTensor,
  contiguous,
  DTypeError,
  defineKernel,
  fullLike,
  gatherRows,
  run,
  type Shape,
  ShapeError,
  shapeText,
  type Tensor,
} from '@regopt/tensor';
import { record } from '../../tape.ts';

/** `scatterAddRows [table, indices, rows] count, rowSize`: row indices[i] of the table += row i, in order. */
const scatterAddRowsKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'scatterAddRows' },
  ([table, indices, rows], [count, rowSize]) => {
    for (let i = 0; i < count!; i++) {
      const to = indices![i]! * rowSize!;
      for (let j = 0; j < rowSize!; j++) table![to + j]! += rows![i * rowSize! + j]!;
    }
  },
);

/**
 * Rows of a table by index, y[i] = table[indices[i]]: shape `[...indices.shape, ...table.shape.slice(1)]`.
 * The gradient of a row is the sum over all positions where it was looked up.
 *
 * @param indices i32, each in 0..rows-1
 * @throws ShapeError with the first index outside the table; DTypeError when the indices are not i32.
 * @example
 * ```ts
 * import { embedding } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const table = tensor([[1, 2], [3, 4], [5, 6]]);
 * embedding(table, tensor([2, 0], { dtype: 'i32' })).toNested(); // [[5, 6], [1, 2]]
 * ```
 */
export function embedding(table: Tensor, indices: Tensor): Tensor {
  checkTensor('embedding', table, 'table');
  checkTensor('embedding', indices, 'indices');
  if (indices.dtype !== 'i32') throw new DTypeError(`embedding: indices are i32, got ${indices.dtype}.`);
  if (table.rank === 0)
    throw new ShapeError(`embedding: the table needs rows, got shape ${shapeText(table.shape)}.`);
  const places = contiguous(indices);
  checkIndices('embedding', places, table.shape[0]!);
  return lookUp(table, places);
}

function lookUp(table: Tensor, indices: Tensor): Tensor {
  return record(
    'embedding',
    gatherRows(contiguous(table), indices),
    [table, indices],
    [(dy) => scatter(dy, indices, table.shape)],
  );
}

/**
 * The transpose of the look-up: zeros of the table's shape, to which each row of dy is added at its index.
 */
function scatter(dy: Tensor, indices: Tensor, shape: Shape): Tensor {
  const table = fullLike(dy, 0, shape);
  run(
    scatterAddRowsKernel,
    [table, indices, contiguous(dy)],
    [indices.size, shape.slice(1).reduce((a, b) => a * b, 1)],
  );
  return record('embeddingGradient', table, [dy, indices], [(g) => lookUp(g, indices)]);
}
