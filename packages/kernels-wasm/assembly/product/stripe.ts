import { TILE_ROWS } from './blocking';
import { edgeTile } from './edge-tile';
import { tile } from './microkernel';

/**
 * `rows` (1 to TILE_ROWS) rows of C and `tiles` times 8 columns, with the arguments of `tile`; `bPanel` and
 * `ePanel` are the strides in bytes between tiles. The loop over tiles is inside, for products so shallow
 * that the overhead per tile matters.
 */
export function stripe(
  rows: i32, tiles: i32, k: i32, a: usize, aRow: usize, aColumn: usize, b: usize, bRow: usize, bPanel: usize,
  c: usize, cRow: usize, e: usize, eRow: usize, ePanel: usize,
): void {
  if (rows == TILE_ROWS) {
    for (; tiles > 0; tiles--) {
      tile(TILE_ROWS, true, 4, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
      b += bPanel;
      c += 32;
      e += ePanel;
    }
  }
  for (; tiles > 0; tiles--) {
    edgeTile(rows, 8, k, a, aRow, aColumn, b, bRow, c, cRow, e, eRow);
    b += bPanel;
    c += 32;
    e += ePanel;
  }
}
