import {
  broadcastShapes,
  contiguous,
  defineKernel,
  emptyLike,
  run,
  type Shape,
  ShapeError,
  shapeText,
  sizeOf,
  squeezeDims,
  type Tensor,
  viewBroadcast,
} from '@regopt/tensor';
import { checkSameFloat } from '../../kernels/check-same-float.ts';
import { productLoop, productNumbers } from '../../kernels/product.ts';
import { record } from '../../tape.ts';
import { sumTo } from '../reduce/sum-to.ts';
import { reshape } from '../shape/reshape.ts';
import { transpose } from '../shape/transpose.ts';

/**
 * `matmul [c, a, b]`, with `productNumbers`: c[q, i, j] = activation(sum_l a[q, i, l] b[q, l, j]), where a
 * and b have the given strides, so that no transpose is copied.
 */
const matmulKernel = /* @__PURE__ */ defineKernel({ builtIn: 'matmul' }, productLoop);

/**
 * The matrix product, C = A B, over the last two axes; axes before them are batches and broadcast. A vector
 * on the left is a row and on the right a column, and that axis is dropped again. dA = dC B^T, dB = A^T dC.
 *
 * @param a `[..., m, k]` or `[k]`
 * @param b `[..., k, n]` or `[k]`
 * @returns `[..., m, n]`
 * @throws ShapeError when the inner dimensions differ or the batches do not broadcast; DTypeError when the
 *   dtypes differ or are integers.
 * @example
 * ```ts
 * import { matmul } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * matmul(tensor([[1, 2]]), tensor([[3], [4]])).toNested(); // [[11]]
 * ```
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  checkSameFloat('matmul', [a, b]);
  // A missing axis has length undefined, and a scalar has no axes.
  if (b.rank === 0 || a.shape[a.rank - 1] !== b.shape[b.rank === 1 ? 0 : b.rank - 2]) {
    throw new ShapeError(`matmul: inner dimensions differ: ${shapeText(a.shape)} x ${shapeText(b.shape)}.`);
  }
  if (a.rank === 2 && b.rank === 2) return matrixProduct(a, b);
  const left = a.rank === 1 ? reshape(a, [1, a.size]) : a;
  const right = b.rank === 1 ? reshape(b, [b.size, 1]) : b;
  const c = product(left, right);
  if (a.rank > 1 && b.rank > 1) return c;
  const batch = c.shape.slice(0, -2);
  return reshape(c, [
    ...batch,
    ...(a.rank > 1 ? [c.shape.at(-2)!] : []),
    ...(b.rank > 1 ? [c.shape.at(-1)!] : []),
  ]);
}

/** Fast path for two matrices, the common case: no batch axes. */
function matrixProduct(a: Tensor, b: Tensor): Tensor {
  const [m, k] = a.shape as [number, number];
  const n = b.shape[1]!;
  const [aRow, aColumn] = a.strides as [number, number];
  const [bRow, bColumn] = b.strides as [number, number];
  const c = emptyLike(a, [m, n]);
  run(matmulKernel, [c, a, b], productNumbers({ m, n, k, aRow, aColumn, bRow, bColumn }));
  return record(
    'matmul',
    c,
    [a, b],
    [(dc) => matrixProduct(dc, transpose(b)), (dc) => matrixProduct(transpose(a), dc)],
  );
}

function product(a: Tensor, b: Tensor): Tensor {
  const batchShape = broadcastShapes('matmul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  const [m, k] = a.shape.slice(-2) as [number, number];
  const n = b.shape.at(-1)!;
  const c = emptyLike(a, [...batchShape, m, n]);
  const [aView, aBatch] = batched(a, batchShape);
  const [bView, bBatch] = batched(b, batchShape);
  const [aRow, aColumn] = aView.strides.slice(-2) as [number, number];
  const [bRow, bColumn] = bView.strides.slice(-2) as [number, number];
  const batch = sizeOf(batchShape);
  const numbers = productNumbers({ batch, m, n, k, aBatch, aRow, aColumn, bBatch, bRow, bColumn });
  run(matmulKernel, [c, aView, bView], numbers);
  return record(
    'matmul',
    c,
    [a, b],
    [(dc) => sumTo(product(dc, transpose(b)), a.shape), (dc) => sumTo(product(transpose(a), dc), b.shape)],
  );
}

/**
 * The operand broadcast to the batch, and its stride from matrix to matrix; copied if there is no single such
 * stride.
 */
function batched(x: Tensor, batchShape: Shape): [Tensor, number] {
  const view = viewBroadcast(x, [...batchShape, ...x.shape.slice(-2)]);
  const [dims, [strides]] = squeezeDims(batchShape, [view.strides.slice(0, -2)]);
  if (dims.length === 1) return [view, strides![0]!];
  const copy = contiguous(view);
  return [copy, copy.strides.at(-3)!];
}
