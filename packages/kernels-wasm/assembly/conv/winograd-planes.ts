import { ACTIVATION_NONE } from '../abi';
import { shareEnd, shareStart } from '../args';
import { activateRow } from '../product/activation';
import { multiply } from '../product/multiply';
import { copyLines } from './winograd-lines';
import { Winograd } from './winograd';
import { transformPatches, untransform } from './winograd-transform';

/**
 * y = conv(x, g) with transformed weights at w.weights, for all images, in blocks of rows of tiles. `bias` is
 * 0 if there is none. Threads share the rows of tiles of all images; no sum is divided.
 */
export function convolvePlanes(
  w: Winograd, x: usize, y: usize, batch: i32, bias: usize, activation: i32, thread: i32, threads: i32,
): void {
  const rows = batch * w.tilesH;
  const end = shareEnd(rows, 1, thread, threads);
  for (let first = shareStart(rows, 1, thread, threads); first < end; first += w.blockRows) {
    const count = min(w.blockRows, end - first);
    for (let c = 0; c < w.channels; c++) patchesOf(w, x, c, first, count, 0, 4);
    products(w, count * w.tilesW);
    for (let o = 0; o < w.outputs; o++) {
      planesOf(w, y, o, first, count, bias ? load<f32>(bias + (<usize>o << 2)) : 0, activation);
    }
  }
}

/**
 * Rows [fromRow, toRow) of B^T d B of channel c, for `count` rows of tiles from `first` on, counted over all
 * images.
 */
export function patchesOf(
  w: Winograd, x: usize, c: i32, first: i32, count: i32, fromRow: i32, toRow: i32,
): void {
  let to = w.patches + <usize>c * w.pitch;
  while (count > 0) {
    const image = first / w.tilesH;
    const h = first % w.tilesH;
    const run = min(count, w.tilesH - h);
    const plane = x + (<usize>((image * w.channels + c) * w.height * w.width) << 2);
    copyLines(w.lines, w.line, plane, w.height, w.width, w.offsetW, 2 * h + w.offsetH, 2 * run + 2);
    let p = w.lines;
    for (let r = 0; r < run; r++) {
      for (let row = fromRow; row < toRow; row++) {
        transformPatches(w, row, p, w.tilesW, to + <usize>(row << 2) * w.patchStep);
      }
      p += 2 * w.line;
      to += <usize>w.tilesW << 2;
    }
    first += run;
    count -= run;
  }
}

/** The 16 products [outputs, channels] x [channels, tiles]. */
function products(w: Winograd, tiles: i32): void {
  const p = w.product;
  p.directRows = 1;
  p.directColumns = 1;
  p.a = w.weights;
  p.aRow = <usize>w.channels << 2;
  p.aColumn = 4;
  p.b = w.patches;
  p.bRow = w.pitch;
  p.bColumn = 4;
  p.c = w.tiles;
  p.cRow = w.pitch;
  for (let t = 0; t < 16; t++) {
    multiply(p, w.outputs, tiles, w.channels, 0, 1);
    p.a += w.weightStep;
    p.b += w.patchStep;
    p.c += w.tileStep;
  }
}

/** Computes plane o of y, for `count` rows of tiles from `first` on. */
function planesOf(
  w: Winograd, y: usize, o: i32, first: i32, count: i32, bias: f32, activation: i32,
): void {
  const width = w.planeWidth;
  const bytes = <usize>width << 2;
  let m = w.tiles + <usize>o * w.pitch;
  for (; count > 0; count--) {
    const image = first / w.tilesH;
    const h = 2 * (first % w.tilesH);
    const line = y + (<usize>((image * w.outputs + o) * w.planeHeight + h) * bytes);
    const lines = min(2, w.planeHeight - h);
    if (lines == 2 && (width & 1) == 0) {
      untransform(w, m, w.tilesW, bias, line, bytes);
    } else {
      // Results past the plane's right or lower edge must not be written: they go to two lines of scratch
      // memory.
      const spare = w.product.spreadBias;
      untransform(w, m, w.tilesW, bias, spare, w.line);
      memory.copy(line, spare, bytes);
      if (lines == 2) memory.copy(line + bytes, spare + w.line, bytes);
    }
    if (activation != ACTIVATION_NONE) activateRow(activation, line, lines * width);
    m += <usize>w.tilesW << 2;
    first++;
  }
}
