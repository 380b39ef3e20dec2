import { integerAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { rowPanel } from './blocking';
import { multiply } from './multiply';
import { packColumns, packRows } from './pack';
import { COLUMN_BIAS, Product } from './product';

/** Columns from which on packing A pays: with fewer, its elements are read too seldom to be moved first. */
const PACK_ROWS_FROM: i32 = 64;
/** Rows from which on packing B pays, where its columns are adjacent and could be read where they lie. */
const PACK_COLUMNS_FROM: i32 = 24;

/** One matrix product: A and B with any strides, C contiguous. */
@unmanaged class MatrixProduct extends Product {
  a: usize;
  b: usize;
  c: usize;
  bColumn: usize;

  packRows(to: usize, i: i32, rows: i32, l: i32, depth: i32): void {
    packRows(to, rowPanel(depth), this.rowsAt(i, l), rows, this.aRow, depth, this.aColumn);
  }

  packColumns(to: usize, j: i32, columns: i32, l: i32, depth: i32): void {
    packColumns(to, this.columnsAt(l, j), columns, this.bColumn, depth, this.bRow);
  }

  @inline rowsAt(i: i32, l: i32): usize {
    return this.a + <usize>i * this.aRow + <usize>l * this.aColumn;
  }

  @inline columnsAt(l: i32, j: i32): usize {
    return this.b + <usize>l * this.bRow + <usize>j * this.bColumn;
  }

  @inline at(i: i32, j: i32): usize {
    return this.c + <usize>i * this.cRow + (<usize>j << 2);
  }

  @inline run(j: i32): i32 {
    return i32.MAX_VALUE;
  }
}

/** The numbers batch, m, n, k, aBatch, aRow, aCol, bBatch, bRow, bCol; strides in elements. */
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

/** [c, a, b]: C = A B for each of a batch of matrices. */
export function matmul_f32(args: usize, thread: i32, threads: i32): void {
  products(args, 3, thread, threads);
}

/** [c, a, b, bias]: C = A B + bias[n] in every row. */
export function matmulBias_f32(args: usize, thread: i32, threads: i32): void {
  products(args, 4, thread, threads);
}
