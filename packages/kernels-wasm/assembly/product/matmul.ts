import { integerAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { PACK_ROWS_FROM, readsColumns } from './blocking';
import { MatrixProduct } from './matrix-product';
import { multiply } from './multiply';
import { COLUMN_BIAS } from './product';
import { ProductNumber } from './product-number';

/** The numbers batch, m, n, k, aBatch, aRow, aCol, bBatch, bRow, bCol, activation; strides in elements. */
function products(args: usize, tensors: i32, thread: i32, threads: i32): void {
  const batch = integerAt(args, tensors, ProductNumber.batch);
  const m = integerAt(args, tensors, ProductNumber.m);
  const n = integerAt(args, tensors, ProductNumber.n);
  const k = integerAt(args, tensors, ProductNumber.k);
  const aBatch = <usize>integerAt(args, tensors, ProductNumber.aBatch) << 2;
  const bBatch = <usize>integerAt(args, tensors, ProductNumber.bBatch) << 2;
  const p = changetype<MatrixProduct>(scratch(thread));
  p.prepare();
  p.aRow = <usize>integerAt(args, tensors, ProductNumber.aRow) << 2;
  p.aColumn = <usize>integerAt(args, tensors, ProductNumber.aColumn) << 2;
  p.bRow = <usize>integerAt(args, tensors, ProductNumber.bRow) << 2;
  p.bColumn = <usize>integerAt(args, tensors, ProductNumber.bColumn) << 2;
  p.cRow = <usize>n << 2;
  p.directRows = n < PACK_ROWS_FROM;
  p.directColumns = p.bColumn == 4 && readsColumns(m, k, p.bRow);
  p.activation = integerAt(args, tensors, ProductNumber.activation);
  if (tensors == 4) {
    p.bias = pointerAt(args, 3);
    p.biasKind = COLUMN_BIAS;
  }
  // Enough matrices: each thread computes whole ones. Otherwise all threads share each matrix.
  const whole = batch >= 4 * threads;
  const from = whole ? shareStart(batch, 1, thread, threads) : 0;
  const to = whole ? shareEnd(batch, 1, thread, threads) : batch;
  const each = <usize>(m * n) << 2;
  p.c = pointerAt(args, 0) + <usize>from * each;
  p.a = pointerAt(args, 1) + <usize>from * aBatch;
  p.b = pointerAt(args, 2) + <usize>from * bBatch;
  for (let t = from; t < to; t++) {
    multiply<MatrixProduct>(p, m, n, k, whole ? 0 : thread, whole ? 1 : threads);
    p.c += each;
    p.a += aBatch;
    p.b += bBatch;
  }
}

/** [c, a, b]: C = activation(A B) for each of a batch of matrices. */
export function matmul_f32(args: usize, thread: i32, threads: i32): void {
  products(args, 3, thread, threads);
}

/** [c, a, b, bias]: C = activation(A B + bias[n] in every row). */
export function matmulBias_f32(args: usize, thread: i32, threads: i32): void {
  products(args, 4, thread, threads);
}
