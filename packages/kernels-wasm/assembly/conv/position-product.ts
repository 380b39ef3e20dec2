import { rowPanel } from '../product/blocking';
import { packRows } from '../product/pack';
import { Product } from '../product/product';
import { Windows } from './windows';

/**
 * A convolution, or the gradient of its input, as a product C = A B. The columns of C are the positions
 * (image, row, column) of the computed plane. A contains the weights as [row, (tap, channel)], B the inputs
 * of each position as [(tap, channel), position]. B is never materialised: its panels are gathered from the
 * source (implicit im2col).
 *
 * Zeros of the border are multiplied like other numbers, so an infinite or NaN weight gives NaN at the edges
 * that it reaches.
 */
@unmanaged export class PositionProduct extends Product {
  windows: Windows;
  /** Address of the weight of row 0, tap (0, 0), channel 0; strides in bytes of row, tap and channel. */
  weights: usize;
  weightRow: usize;
  weightTapH: usize;
  weightTapW: usize;
  weightChannel: usize;
  /**
   * Address of row 0 of C at position (0, 0) of image 0; strides in bytes of images and of lines of
   * positions.
   */
  target: usize;
  targetImage: usize;
  targetLine: usize;

  /**
   * Creates a product and its windows at `area` in scratch memory. The caller fills in the fields of its
   * geometry.
   */
  static create(area: usize): PositionProduct {
    const windows = changetype<Windows>(area);
    const p = changetype<PositionProduct>(area + offsetof<Windows>());
    p.prepare();
    p.windows = windows;
    windows.zeros = p.zeros;
    // The spare tile is unused while panels are packed.
    windows.lanes = p.tile;
    return p;
  }

  /** Packs rows i to i + rows of the weights, with k as channels within taps. */
  packRows(to: usize, i: i32, rows: i32, l: i32, depth: i32): void {
    const channels = this.windows.channels;
    const tapsW = this.windows.tapsW;
    const panel = rowPanel(depth);
    let channel = l % channels;
    for (let tap = l / channels; depth > 0; tap++) {
      const run = min(channels - channel, depth);
      const from = this.weights + <usize>i * this.weightRow + <usize>channel * this.weightChannel
        + <usize>(tap / tapsW) * this.weightTapH + <usize>(tap % tapsW) * this.weightTapW;
      packRows(to, panel, from, rows, this.weightRow, run, this.weightChannel);
      to += rowPanel(run);
      depth -= run;
      channel = 0;
    }
  }

  /** Packs positions j to j + columns, in panels of two quads each. */
  packColumns(to: usize, j: i32, columns: i32, l: i32, depth: i32): void {
    const windows = this.windows;
    for (let c = 0; c < columns; c += 8) {
      windows.packQuad(to, j + c, columns - c, l, depth);
      windows.packQuad(to + 16, j + c + 4, columns - c - 4, l, depth);
      to += <usize>depth << 5;
    }
  }

  @inline at(i: i32, j: i32): usize {
    const plane = this.windows.planeHeight * this.windows.planeWidth;
    const image = j / plane;
    const h = (j - image * plane) / this.windows.planeWidth;
    const w = j - image * plane - h * this.windows.planeWidth;
    return this.target + <usize>i * this.cRow + <usize>image * this.targetImage + <usize>h * this.targetLine
      + <usize>w * this.cColumn;
  }

  /** Number of positions from j to the end of the image, or of the line if lines are not adjacent. */
  @inline run(j: i32): i32 {
    const joined = this.targetLine == <usize>this.windows.planeWidth * this.cColumn;
    const unit = joined ? this.windows.planeHeight * this.windows.planeWidth : this.windows.planeWidth;
    return unit - (j % unit);
  }
}
