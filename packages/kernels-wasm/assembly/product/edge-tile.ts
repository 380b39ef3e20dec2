import { TILE_ROWS } from './blocking';
import { tile } from './microkernel';

/**
 * The tile at an edge of C: `rows` (1 to TILE_ROWS) x `columns` (1 to 8). Every number of rows has its own
 * loop, so that the time is proportional to the rows. 5 to 8 columns cost as much as 8, 1 to 4 half of it.
 */
export function edgeTile(
  rows: i32, columns: i32,
  k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize, e: usize,
  eRow: usize,
): void {
  if (columns > 4) {
    const n = columns - 4;
    if (rows == 1) wide1(n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
    else if (rows == 2) wide2(n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
    else if (rows == 3) wide3(n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
    else if (rows == 4) wide4(n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
    else if (rows == 5) wide5(n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
    else if (TILE_ROWS > 5) wide6(n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
  } else if (rows == 1) narrow1(columns, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
  else if (rows == 2) narrow2(columns, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
  else if (rows == 3) narrow3(columns, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
  else if (rows == 4) narrow4(columns, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
  else if (rows == 5) narrow5(columns, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
  else if (TILE_ROWS > 5) narrow6(columns, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}

function wide1(
  n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  tile(1, true, n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}

function wide2(
  n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  tile(2, true, n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}

function wide3(
  n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  tile(3, true, n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}

function wide4(
  n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  tile(4, true, n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}

function wide5(
  n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  tile(5, true, n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}

function wide6(
  n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  tile(6, true, n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}

function narrow1(
  n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  tile(1, false, n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}

function narrow2(
  n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  tile(2, false, n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}

function narrow3(
  n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  tile(3, false, n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}

function narrow4(
  n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  tile(4, false, n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}

function narrow5(
  n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  tile(5, false, n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}

function narrow6(
  n: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, c: usize, cRow: usize,
  e: usize, eRow: usize,
): void {
  tile(6, false, n, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
}
