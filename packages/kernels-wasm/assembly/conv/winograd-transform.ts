import { Winograd } from './winograd';

/** The sign bits if `negative`, else 0. */
// @ts-ignore: decorator
@inline function signs(negative: bool): v128 {
  return i32x4.splat(negative ? i32.MIN_VALUE : 0);
}

/**
 * One of the four rows (0 to 3) of B^T d B for `count` >= 4 adjacent patches whose first line is at `p`: four
 * elements per patch, to the matrices at `to`. The last four patches are computed together, so some of them
 * twice.
 */
export function transformPatches(w: Winograd, row: i32, p: usize, count: i32, to: usize): void {
  const line = w.line, step = w.patchStep;
  const a = p + (row == 0 ? 0 : row == 2 ? 2 * line : line);
  const b = p + (row == 3 ? 3 * line : row == 2 ? line : 2 * line);
  const sign = signs(row != 1);
  for (let t = 0; t < count; t += 4) {
    const first = min(t, count - 4);
    const x = <usize>first << 3;
    const v0 = f32x4.add(v128.load(a + x), v128.xor(v128.load(b + x), sign));
    const v1 = f32x4.add(v128.load(a + x, 16), v128.xor(v128.load(b + x, 16), sign));
    const v2 = f32x4.add(v128.load(a + x, 8), v128.xor(v128.load(b + x, 8), sign));
    const v3 = f32x4.add(v128.load(a + x, 24), v128.xor(v128.load(b + x, 24), sign));
    const d0 = v128.shuffle<f32>(v0, v1, 0, 2, 4, 6), d1 = v128.shuffle<f32>(v0, v1, 1, 3, 5, 7);
    const d2 = v128.shuffle<f32>(v2, v3, 0, 2, 4, 6), d3 = v128.shuffle<f32>(v2, v3, 1, 3, 5, 7);
    let q = to + (<usize>first << 2);
    v128.store(q, f32x4.sub(d0, d2));
    q += step;
    v128.store(q, f32x4.add(d1, d2));
    q += step;
    v128.store(q, f32x4.sub(d2, d1));
    q += step;
    v128.store(q, f32x4.sub(d1, d3));
  }
}

/** One of the four rows of A dy A^T for `count` adjacent tiles, like transformPatches. */
export function transformTiles(w: Winograd, row: i32, p: usize, count: i32, to: usize): void {
  const zeros = w.lines - w.line, step = w.tileStep;
  const a = row == 3 ? zeros : p;
  const b = row == 0 ? zeros : p + w.line;
  const sign = signs(row > 1);
  for (let t = 0; t < count; t += 4) {
    const first = min(t, count - 4);
    const x = <usize>first << 3;
    const v0 = f32x4.add(v128.load(a + x), v128.xor(v128.load(b + x), sign));
    const v1 = f32x4.add(v128.load(a + x, 16), v128.xor(v128.load(b + x, 16), sign));
    const even = v128.shuffle<f32>(v0, v1, 0, 2, 4, 6), odd = v128.shuffle<f32>(v0, v1, 1, 3, 5, 7);
    let q = to + (<usize>first << 2);
    v128.store(q, even);
    q += step;
    v128.store(q, f32x4.add(even, odd));
    q += step;
    v128.store(q, f32x4.sub(even, odd));
    q += step;
    v128.store(q, f32x4.neg(odd));
  }
}

/** Row `i` of the first and second column of M A, for four tiles. */
// @ts-ignore: decorator
@inline function left(m: usize, step: usize): v128 {
  return f32x4.add(f32x4.add(v128.load(m), v128.load(m + step)), v128.load(m + 2 * step));
}

// @ts-ignore: decorator
@inline function right(m: usize, step: usize): v128 {
  return f32x4.sub(f32x4.sub(v128.load(m + step), v128.load(m + 2 * step)), v128.load(m + 3 * step));
}

/**
 * A^T M A for `count` >= 4 adjacent tiles, plus a bias: two lines of the plane, at `to` and `below` bytes
 * further. The last four tiles are computed together, so some of them twice.
 */
export function untransform(w: Winograd, m: usize, count: i32, addend: f32, to: usize, below: usize): void {
  const step = w.tileStep;
  const bias = f32x4.splat(addend);
  for (let t = 0; t < count; t += 4) {
    const first = min(t, count - 4);
    const m0 = m + (<usize>first << 2), m1 = m0 + 4 * step, m2 = m1 + 4 * step, m3 = m2 + 4 * step;
    const l1 = left(m1, step), l2 = left(m2, step);
    const topLeft = f32x4.add(f32x4.add(f32x4.add(left(m0, step), l1), l2), bias);
    const lowLeft = f32x4.add(f32x4.sub(f32x4.sub(l1, l2), left(m3, step)), bias);
    const r1 = right(m1, step), r2 = right(m2, step);
    const topRight = f32x4.add(f32x4.add(f32x4.add(right(m0, step), r1), r2), bias);
    const lowRight = f32x4.add(f32x4.sub(f32x4.sub(r1, r2), right(m3, step)), bias);
    const q = to + (<usize>first << 3);
    v128.store(q, v128.shuffle<f32>(topLeft, topRight, 0, 4, 1, 5));
    v128.store(q, v128.shuffle<f32>(topLeft, topRight, 2, 6, 3, 7), 16);
    v128.store(q + below, v128.shuffle<f32>(lowLeft, lowRight, 0, 4, 1, 5));
    v128.store(q + below, v128.shuffle<f32>(lowLeft, lowRight, 2, 6, 3, 7), 16);
  }
}
