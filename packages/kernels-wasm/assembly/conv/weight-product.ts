import { rowPanel } from '../product/blocking';
import { packRows, storeTransposed } from '../product/pack';
import { Product } from '../product/product';
import { Geometry } from './geometry';

/**
 * The gradient of a convolution's weights as a product: A = dy as [output, position], B = [position,
 * (channel, kh, kw)], the inputs that each position reads, gathered into panels block by block. k runs over
 * the positions of all images.
 */
@unmanaged export class WeightProduct extends Product {
  geometry: Geometry;
  /** Start and end of x, and the group's first channel of image 0. */
  x: usize;
  xEnd: usize;
  group: usize;
  /** First channel of the group in image 0 of dy. */
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
    for (let c = 0; c < columns; c += 4) {
      const panel = to + (<usize>((c & ~7) * depth) << 2);
      if ((c & 7) == 0 && columns - c < 8) memory.fill(panel, 0, <usize>depth << 5);
      const count = min(4, columns - c);
      for (let t = 0; t < count; t++) this.place(t, j + c + t);
      this.packLines(panel + (<usize>(c & 4) << 2), count, l, depth);
    }
  }

  /**
   * Stores the geometry of column j = (channel, kh, kw), as one of up to four that are packed together: its
   * address at position (0, 0) of image 0, its row offset from the position, and the range of output columns
   * for which it reads inside the plane. The spare tile's memory is used, which is free while panels are
   * packed.
   */
  place(t: i32, j: i32): void {
    const g = this.geometry;
    const kernel = g.kernelHeight * g.kernelWidth;
    const channel = j / kernel;
    const down = ((j % kernel) / g.kernelWidth) * g.dilationH - g.padH;
    const across = (j % g.kernelWidth) * g.dilationW - g.padW;
    const note = this.tile + (<usize>t << 4);
    store<usize>(note, this.group + (<usize>((channel * g.height + down) * g.width + across) << 2));
    store<i32>(note, down, 4);
    store<i32>(note, across >= 0 ? 0 : (g.strideW - 1 - across) / g.strideW, 8);
    store<i32>(note, across >= g.width ? 0 : (g.width - across + g.strideW - 1) / g.strideW, 12);
  }

  /** Packs `count` placed columns at positions [l, l + depth), line after line of the output. */
  packLines(to: usize, count: i32, l: i32, depth: i32): void {
    const g = this.geometry;
    let w = l % g.outWidth;
    let h = (l / g.outWidth) % g.outHeight;
    let image = l / g.outWidth / g.outHeight;
    while (depth > 0) {
      const end = min(g.outWidth, w + depth);
      const line = <usize>((image * g.channels * g.height + h * g.strideH) * g.width) << 2;
      if (count < 4 || g.strideW != 1 || !this.packLine(to, h, line, w, end)) {
        for (let t = 0; t < count; t++) this.packScalars(to + (<usize>t << 2), t, h, line, w, end);
      }
      to += <usize>(end - w) << 5;
      depth -= end - w;
      w = 0;
      if (++h == g.outHeight) {
        h = 0;
        image++;
      }
    }
  }

  /**
   * Packs four columns at positions [from, until) of line `h`, in vectors of four positions; lanes outside
   * the plane are cleared. The last vector may write past the line's end, where the next line or panel is
   * written afterwards. Returns false, with nothing written, if a vector would read past an end of x.
   */
  packLine(to: usize, h: i32, line: usize, from: i32, until: i32): bool {
    const p0 = this.lineAt(0, h, line), p1 = this.lineAt(1, h, line);
    const p2 = this.lineAt(2, h, line), p3 = this.lineAt(3, h, line);
    const lowest = min(min(p0, p1), min(p2, p3)) + (<usize>from << 2);
    const highest = max(max(p0, p1), max(p2, p3)) + (<usize>(until + 3) << 2);
    if (lowest < this.x || highest > this.xEnd) return false;
    const first = max(max(this.firstOf(0), this.firstOf(1)), max(this.firstOf(2), this.firstOf(3)));
    const last = min(min(this.lastOf(0, h), this.lastOf(1, h)), min(this.lastOf(2, h), this.lastOf(3, h)));
    for (; from < until; from += 4) {
      const at = <usize>from << 2;
      let v0 = v128.load(p0 + at), v1 = v128.load(p1 + at), v2 = v128.load(p2 + at), v3 = v128.load(p3 + at);
      if (from < first || from + 4 > last) {
        const lanes = i32x4.add(i32x4.splat(from), i32x4(0, 1, 2, 3));
        v0 = v128.and(v0, this.inside(0, h, lanes));
        v1 = v128.and(v1, this.inside(1, h, lanes));
        v2 = v128.and(v2, this.inside(2, h, lanes));
        v3 = v128.and(v3, this.inside(3, h, lanes));
      }
      storeTransposed(to, 32, v0, v1, v2, v3);
      to += 128;
    }
    return true;
  }

  /** Mask of the output columns for which column `t` reads inside the plane. */
  @inline inside(t: i32, h: i32, lanes: v128): v128 {
    return v128.and(
      i32x4.ge_s(lanes, i32x4.splat(this.firstOf(t))),
      i32x4.lt_s(lanes, i32x4.splat(this.lastOf(t, h))),
    );
  }

  /**
   * Address that column `t` reads at output column 0 of line `h`; if it has no row there, an address inside
   * x.
   */
  @inline lineAt(t: i32, h: i32, line: usize): usize {
    return this.misses(t, h) ? this.group + line : load<usize>(this.tile + (<usize>t << 4)) + line;
  }

  @inline firstOf(t: i32): i32 {
    return load<i32>(this.tile + (<usize>t << 4), 8);
  }

  @inline lastOf(t: i32, h: i32): i32 {
    return this.misses(t, h) ? 0 : load<i32>(this.tile + (<usize>t << 4), 12);
  }

  /** True if column `t` reads above or below the plane in line `h`. */
  @inline misses(t: i32, h: i32): bool {
    const g = this.geometry;
    return <u32>(h * g.strideH + load<i32>(this.tile + (<usize>t << 4), 4)) >= <u32>g.height;
  }

  /** Packs column `t` at positions [from, until) of line `h`, with zeros where it reads outside the plane. */
  packScalars(to: usize, t: i32, h: i32, line: usize, from: i32, until: i32): void {
    const step = this.geometry.strideW;
    const first = this.firstOf(t);
    const last = this.lastOf(t, h);
    const p = this.lineAt(t, h, line);
    for (; from < until; from++) {
      store<f32>(to, from >= first && from < last ? load<f32>(p + (<usize>(from * step) << 2)) : 0);
      to += 32;
    }
  }

  @inline at(i: i32, j: i32): usize {
    return this.dw + <usize>i * this.cRow + (<usize>j << 2);
  }

  @inline run(j: i32): i32 {
    return i32.MAX_VALUE;
  }
}
