import { rowPanel } from '../matmul/blocking';
import { packRows, storeTransposed } from '../matmul/pack';
import { Product } from '../matmul/product';
import { Geometry } from './geometry';

/**
 * The gradient of a convolution's weights as a product: A = dy as [output, position], B = [position, (channel, kh, kw)],
 * what each position reads of x, gathered into panels block by block. k runs over the positions of all images.
 */
@unmanaged export class WeightProduct extends Product {
  geometry: Geometry;
  /** First channel of the group in image 0 of x and of dy. */
  x: usize;
  dy: usize;
  dw: usize;

  packRows(to: usize, i: i32, rows: i32, l: i32, depth: i32): void {
    const g = this.geometry;
    const plane = g.outHeight * g.outWidth;
    const panel = rowPanel(depth);
    while (depth > 0) {
      const image = l / plane;
      const position = l % plane;
      const run = min(plane - position, depth);
      const from = this.dy + (<usize>((image * g.outputs + i) * plane + position) << 2);
      packRows(to, panel, from, rows, <usize>plane << 2, run, 4);
      to += rowPanel(run);
      l += run;
      depth -= run;
    }
  }

  packColumns(to: usize, j: i32, columns: i32, l: i32, depth: i32): void {
    for (let c = 0; c < columns; c += 8) {
      const width = min(8, columns - c);
      if (width < 8) memory.fill(to, 0, <usize>depth << 5);
      for (let t = 0; t < width; t++) this.packColumn(to + (<usize>t << 2), j + c + t, l, depth);
      to += <usize>depth << 5;
    }
  }

  /** Column j = (channel, kh, kw): one element of each position in [l, l + depth), 32 bytes apart. */
  packColumn(to: usize, j: i32, l: i32, depth: i32): void {
    const g = this.geometry;
    const taps = g.kernelHeight * g.kernelWidth;
    const channel = j / taps;
    const down = ((j % taps) / g.kernelWidth) * g.dilationH - g.padH;
    const across = (j % g.kernelWidth) * g.dilationW - g.padW;
    // Output columns [first, last) read inside the plane.
    const first = across >= 0 ? 0 : min((g.strideW - 1 - across) / g.strideW, g.outWidth);
    const room = g.width - across;
    const last = room <= 0 ? 0 : min((room + g.strideW - 1) / g.strideW, g.outWidth);
    const step = <usize>g.strideW << 2;
    while (depth > 0) {
      const w = l % g.outWidth;
      const h = (l / g.outWidth) % g.outHeight;
      const image = l / g.outWidth / g.outHeight;
      const run = min(g.outWidth - w, depth);
      const row = h * g.strideH + down;
      l += run;
      depth -= run;
      let from = w;
      const end = w + run;
      if (<u32>row < <u32>g.height) {
        for (; from < min(first, end); from++) {
          store<f32>(to, 0);
          to += 32;
        }
        const start = ((image * g.channels + channel) * g.height + row) * g.width + from * g.strideW + across;
        let p = this.x + (<usize>start << 2);
        for (; from < min(last, end); from++) {
          store<f32>(to, load<f32>(p));
          p += step;
          to += 32;
        }
      }
      for (; from < end; from++) {
        store<f32>(to, 0);
        to += 32;
      }
    }
  }

  @inline at(i: i32, j: i32): usize {
    return this.dw + <usize>i * this.cRow + (<usize>j << 2);
  }

  @inline run(j: i32): i32 {
    return i32.MAX_VALUE;
  }
}
