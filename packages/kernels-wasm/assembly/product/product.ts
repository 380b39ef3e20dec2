import { ACTIVATION_NONE } from '../abi';
import { BLOCK_ROWS, ROWS_BYTES, TILE_BYTES } from './blocking';

/** Values of `biasKind`: what is added to the sums. */
export const NO_BIAS: i32 = 0;
/** bias[j] in every row of C: the bias of a linear layer. */
export const COLUMN_BIAS: i32 = 1;
/** bias[i] in every column of C: the bias of a convolution. */
export const ROW_BIAS: i32 = 2;

/** Bytes for the fields of a product, including those of its subclasses. */
const PRODUCT_BYTES: usize = 256;

/**
 * The operands of a product C = A B, as the blocked loop of `multiply` uses them. Matrices and convolutions
 * are subclasses, which define how blocks of A's rows and B's columns are packed into panels and where C's
 * elements are:
 *
 * - packRows(to, i, rows, l, depth): packs rows [i, i + rows) of A, k in [l, l + depth), as panels of
 *   TILE_ROWS rows
 * - packColumns(to, j, columns, l, depth): packs columns [j, j + columns) of B as panels of 8 columns
 * - at(i, j): address of C[i, j]; rows are `cRow` apart
 * - run(j): number of columns from j on that are `cColumn` bytes apart in C
 *
 * and whether whole tiles may read A or B in place (directRows, directColumns with their addresses and
 * strides). A product is at the start of its thread's scratch memory; strides are in bytes.
 */
@unmanaged export class Product {
  /** Scratch memory for packed rows, packed columns, a tile, and the row bias repeated over 8 columns. */
  rowsArea: usize;
  columnsArea: usize;
  tile: usize;
  spreadBias: usize;
  /** 48 zero bytes. */
  zeros: usize;
  /** Strides of C in bytes. Whole tiles are stored only if columns are adjacent (cColumn = 4). */
  cRow: usize;
  cColumn: usize;
  bias: usize;
  biasKind: i32;
  /** Code of the activation: see abi.ts. Requires adjacent columns of C. */
  activation: i32;
  /** Nonzero: the sums are added to the content of C. */
  accumulates: i32;
  /** Nonzero: A is read in place, from `rowsAt(i, l)` on with these strides. */
  directRows: i32;
  aRow: usize;
  aColumn: usize;
  /** Nonzero: whole tiles read B in place, from `columnsAt(l, j)` on; its columns must be adjacent. */
  directColumns: i32;
  bRow: usize;

  prepare(): void {
    this.zeros = changetype<usize>(this) + PRODUCT_BYTES;
    this.tile = this.zeros + 64;
    this.spreadBias = this.tile + TILE_BYTES;
    this.rowsArea = this.spreadBias + <usize>BLOCK_ROWS * 32;
    this.columnsArea = this.rowsArea + ROWS_BYTES;
    v128.store(this.zeros, f32x4.splat(0));
    v128.store(this.zeros, f32x4.splat(0), 16);
    v128.store(this.zeros, f32x4.splat(0), 32);
    this.cColumn = 4;
    this.bias = 0;
    this.biasKind = NO_BIAS;
    this.activation = ACTIVATION_NONE;
    this.accumulates = 0;
    this.directRows = 0;
    this.directColumns = 0;
  }

  rowsAt(i: i32, l: i32): usize {
    return 0;
  }

  columnsAt(l: i32, j: i32): usize {
    return 0;
  }
}
