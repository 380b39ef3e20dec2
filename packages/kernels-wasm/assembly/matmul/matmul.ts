import { integerAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { MatrixProduct } from './matrix-product';
import { multiply } from './multiply';
import { COLUMN_BIAS } from './product';

/**
 * Columns from which on A is packed. With fewer its elements are read too seldom to be moved first: read where it lies,
 * A was 30 % faster with 8 columns, 5 % with 64 and 3 % with 256. With 1024 both cost the same, but for a transposed A
 * of 1024 rows, whose columns lie 4 KiB apart and push each other out of the cache: 40 % slower.
 */
const PACK_ROWS_FROM: i32 = 320;

/**
 * Rows from which on B is packed where its columns are adjacent: read where they lie, they were twice as fast with one
 * row and 4 to 17 % with 24; a B of 1024 columns was 10 % slower with 48 rows and 25 % with 128.
 */
const PACK_COLUMNS_FROM: i32 = 40;

/** The numbers batch, m, n, k, aBatch, aRow, aCol, bBatch, bRow, bCol, activation; strides in elements. */
function products(args: usize, tensors: i32, thread: i32, threads: i32): void {
  const batch = integerAt(args, tensors, 0);
  const m = integerAt(args, tensors, 1);
  const n = integerAt(args, tensors, 2);
  const k = integerAt(args, tensors, 3);
  const aBatch = <usize>integerAt(args, tensors, 4) << 2;
  const bBatch = <usize>integerAt(args, tensors, 7) << 2;
  const p = changetype<MatrixProduct>(scratch(thread));
  p.prepare();
  p.aRow = <usize>integerAt(args, tensors, 5) << 2;
  p.aColumn = <usize>integerAt(args, tensors, 6) << 2;
  p.bRow = <usize>integerAt(args, tensors, 8) << 2;
  p.bColumn = <usize>integerAt(args, tensors, 9) << 2;
  p.cRow = <usize>n << 2;
  p.directRows = n < PACK_ROWS_FROM;
  p.directColumns = p.bColumn == 4 && m < PACK_COLUMNS_FROM;
  p.activation = integerAt(args, tensors, 10);
  if (tensors == 4) {
    p.bias = pointerAt(args, 3);
    p.biasKind = COLUMN_BIAS;
  }
  // With enough matrices each thread takes whole ones, else all share every one.
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
