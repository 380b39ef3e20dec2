import { SHALLOW_DEPTH, TILE_ROWS, rowPanel } from './blocking';
import { edgeTile } from './edge-tile';
import { JOINED_ROWS, joinedTile } from './joined-tile';
import { tile8 } from './microkernel';
import { COLUMN_BIAS, Product, ROW_BIAS } from './product';
import { stripe } from './stripe';

/**
 * One block: adds the sum over k in [l, l + depth) to every tile of C at [i, j]. A's rows are packed at
 * `area`, or read in place.
 */
export function block<P extends Product>(
  p: P, area: usize, i: i32, rows: i32, j: i32, columns: i32, l: i32, depth: i32,
): void {
  const first = l == 0 && !p.accumulates;
  const cRow = p.cRow;
  const cPanel = <usize>TILE_ROWS * cRow;
  const rowsAt = p.directRows ? p.rowsAt(i, l) : area;
  const aRow: usize = p.directRows ? p.aRow : 4;
  const aColumn: usize = p.directRows ? p.aColumn : TILE_ROWS << 2;
  const aPanel = p.directRows ? <usize>TILE_ROWS * aRow : rowPanel(depth);
  const shallow = depth <= SHALLOW_DEPTH && p.cColumn == 4;
  for (let c = 0, step = 8; c < columns; c += step) {
    const left = columns - c;
    const width = min(8, left);
    let b = p.columnsArea + ((<usize>c * depth) << 2);
    let bRow: usize = 32;
    let bPanel = <usize>depth << 5;
    if (p.directColumns) {
      if (width == 8) {
        b = p.columnsAt(l, j + c);
        bRow = p.bRow;
        bPanel = 32;
      } else b = p.columnsArea;
    }
    const run = p.run(j + c);
    const whole = p.cColumn == 4 && run >= width;
    let to = whole ? p.at(i, j + c) : p.tile;
    let a = rowsAt;
    let e = p.zeros;
    let eRow: usize = 0, ePanel: usize = 0, eStep: usize = 0;
    if (!first) {
      if (whole) {
        e = to;
        eRow = cRow;
        ePanel = cPanel;
        eStep = 32;
      }
    } else if (p.biasKind == COLUMN_BIAS) {
      e = p.bias + (<usize>(j + c) << 2);
      eStep = 32;
    } else if (p.biasKind == ROW_BIAS) {
      e = p.spreadBias;
      eRow = 32;
      ePanel = <usize>TILE_ROWS << 5;
    }
    let r = 0;
    step = 8;
    if (shallow && run >= 16 && left >= 16) {
      const tiles = min(left, run) >> 3;
      step = tiles << 3;
      for (; r < rows; r += TILE_ROWS) {
        stripe(
          min(TILE_ROWS, rows - r), tiles, depth, a, aRow, aColumn, b, bRow, bPanel, to, cRow, e, eRow, eStep,
        );
        to += cPanel;
        a += aPanel;
        e += ePanel;
      }
    } else if (whole && (left == 9 || left == 10) && run >= left && p.directRows && p.biasKind != ROW_BIAS) {
      const rest = left - 8;
      const q = p.directColumns ? p.columnsArea : b + bPanel;
      step = left;
      for (; r <= rows - JOINED_ROWS; r += JOINED_ROWS) {
        joinedTile(rest, depth, a, aRow, aColumn, b, bRow, q, to, cRow, e, eRow);
        to += JOINED_ROWS * cRow;
        a += JOINED_ROWS * aRow;
        e += JOINED_ROWS * eRow;
      }
      if (r < rows) {
        edgeTile(rows - r, 8, depth, a, aRow, aColumn, b, bRow, to, cRow, e, eRow);
        edgeTile(rows - r, rest, depth, a, aRow, aColumn, q, 32, to + 32, cRow, e + 32, eRow);
      }
    } else {
      for (; r < rows; r += TILE_ROWS) {
        const height = min(TILE_ROWS, rows - r);
        if (whole) {
          if (height == TILE_ROWS && width == 8) {
            tile8(depth, a, aRow, aColumn, b, bRow, to, cRow, e, eRow);
          } else {
            edgeTile(height, width, depth, a, aRow, aColumn, b, bRow, to, cRow, e, eRow);
          }
          to += cPanel;
        } else {
          edgeTile(height, width > 4 ? 8 : 4, depth, a, aRow, aColumn, b, bRow, p.tile, 32, p.zeros, 0);
          scatter<P>(p, i + r, height, j + c, width, first, e, eRow);
        }
        a += aPanel;
        e += ePanel;
      }
    }
  }
}

/**
 * Adds the first `rows` x `columns` elements of the spare tile to C, or to the bias in the `first` block of
 * k.
 */
function scatter<P extends Product>(
  p: P, i: i32, rows: i32, j: i32, columns: i32, first: bool, e: usize, eRow: usize,
): void {
  for (let c = 0; c < columns; ) {
    const run = min(columns - c, p.run(j + c));
    const to = p.at(i, j + c);
    for (let r = 0; r < rows; r++) {
      let at = to + <usize>r * p.cRow;
      for (let q = c; q < c + run; q++) {
        const addend = first ? e + <usize>r * eRow + (<usize>q << 2) : at;
        store<f32>(at, load<f32>(p.tile + (<usize>r << 5) + (<usize>q << 2)) + load<f32>(addend));
        at += p.cColumn;
      }
    }
    c += run;
  }
}
