import { rowPanel } from './blocking';
import { packColumns, packRows } from './pack';
import { Product } from './product';

/** One matrix product: A and B with any strides, C contiguous. */
@unmanaged export class MatrixProduct extends Product {
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
