import { partials, shareEnd, shareStart } from '../args';
import { multiply } from '../product/multiply';
import { copyLines } from './winograd-lines';
import { Winograd } from './winograd';
import { patchesOf } from './winograd-planes';
import { transformTiles } from './winograd-transform';
import { untransformWeights } from './winograd-weights';

/**
 * The 16 matrices [output, channel] of sums of (A dy A^T) (B^T d B) over all tiles, in the threads' shared
 * memory. Each thread computes whole rows of the 4 x 4 elements, for all tiles in order, and transforms x and
 * dy only for these.
 */
export function sumWeightGrad(w: Winograd, x: usize, dy: usize, batch: i32, thread: i32, threads: i32): void {
  const fromRow = shareStart(4, 1, thread, threads);
  const toRow = shareEnd(4, 1, thread, threads);
  if (fromRow == toRow) return;
  const rows = batch * w.tilesH;
  for (let first = 0; first < rows; first += w.blockRows) {
    const count = min(w.blockRows, rows - first);
    for (let c = 0; c < w.channels; c++) patchesOf(w, x, c, first, count, fromRow, toRow);
    for (let o = 0; o < w.outputs; o++) tilesOf(w, dy, o, first, count, fromRow, toRow);
    accumulate(w, count * w.tilesW, first > 0, 4 * fromRow, 4 * toRow);
  }
}

/**
 * Rows [fromRow, toRow) of A dy A^T of output o, for `count` rows of tiles from `first` on, counted over all
 * images.
 */
function tilesOf(w: Winograd, dy: usize, o: i32, first: i32, count: i32, fromRow: i32, toRow: i32): void {
  let to = w.tiles + <usize>o * w.pitch;
  while (count > 0) {
    const image = first / w.tilesH;
    const h = first % w.tilesH;
    const run = min(count, w.tilesH - h);
    const plane = dy + (<usize>((image * w.outputs + o) * w.planeHeight * w.planeWidth) << 2);
    copyLines(w.tileLines, w.line, plane, w.planeHeight, w.planeWidth, 0, 2 * h, 2 * run);
    let p = w.tileLines;
    for (let r = 0; r < run; r++) {
      for (let row = fromRow; row < toRow; row++) {
        transformTiles(w, row, p, w.tilesW, to + <usize>(row << 2) * w.tileStep);
      }
      p += 2 * w.line;
      to += <usize>w.tilesW << 2;
    }
    first += run;
    count -= run;
  }
}

/** Adds the products [outputs, tiles] x [tiles, channels] of elements [from, until) to the sums. */
function accumulate(w: Winograd, tiles: i32, further: bool, from: i32, until: i32): void {
  const p = w.product;
  const step = <usize>(w.outputs * w.channels) << 2;
  p.accumulates = further;
  p.directRows = 1;
  p.aRow = w.pitch;
  p.aColumn = 4;
  p.bRow = 4;
  p.bColumn = w.pitch;
  p.cRow = <usize>w.channels << 2;
  for (let t = <usize>from; t < <usize>until; t++) {
    p.a = w.tiles + t * w.tileStep;
    p.b = w.patches + t * w.patchStep;
    p.c = partials() + t * step;
    multiply(p, w.outputs, w.channels, tiles, 0, 1);
  }
}

/** The weights' gradient from the sums. */
export function finishWeightGrad(outputs: i32, channels: i32, dw: usize): void {
  untransformWeights(partials(), <usize>(outputs * channels) << 2, outputs * channels, dw);
}
