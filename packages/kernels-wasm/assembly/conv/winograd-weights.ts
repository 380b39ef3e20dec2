import { Winograd } from './winograd';

/**
 * G g G^T of every filter g, element by element to the 16 matrices [output, channel] at w.weights: filter [o,
 * c] is at from + o * row + c * column. `turned` reverses the taps, as the gradient of the input needs.
 */
export function transformWeights(w: Winograd, from: usize, row: usize, column: usize, turned: bool): void {
  let to = w.weights;
  for (let o = 0; o < w.outputs; o++) {
    let g = from + <usize>o * row;
    for (let c = w.channels; c > 0; c--) {
      transformFilter(g, to, w.weightStep, turned);
      g += column;
      to += 4;
    }
  }
}

function transformFilter(g: usize, to: usize, step: usize, turned: bool): void {
  // The last row is loaded one element earlier, so that nothing is read past the weights.
  let r0 = v128.load(g), r1 = v128.load(g, 12), r2 = v128.load(g, 20);
  r2 = v128.shuffle<f32>(r2, r2, 1, 2, 3, 3);
  if (turned) {
    const last = r2;
    r2 = v128.shuffle<f32>(r0, r0, 2, 1, 0, 0);
    r1 = v128.shuffle<f32>(r1, r1, 2, 1, 0, 0);
    r0 = v128.shuffle<f32>(last, last, 2, 1, 0, 0);
  }
  const half = f32x4.splat(0.5);
  const outer = f32x4.mul(f32x4.add(r0, r2), half), inner = f32x4.mul(r1, half);
  const sum = f32x4.add(outer, inner), difference = f32x4.sub(outer, inner);
  // The same along the other axis: rows become lanes.
  const t0 = v128.shuffle<f32>(r0, sum, 0, 4, 1, 5), t1 = v128.shuffle<f32>(difference, r2, 0, 4, 1, 5);
  const t2 = v128.shuffle<f32>(r0, sum, 2, 6, 3, 7), t3 = v128.shuffle<f32>(difference, r2, 2, 6, 3, 7);
  const c0 = v128.shuffle<f32>(t0, t1, 0, 1, 4, 5), c1 = v128.shuffle<f32>(t0, t1, 2, 3, 6, 7);
  const c2 = v128.shuffle<f32>(t2, t3, 0, 1, 4, 5);
  const around = f32x4.mul(f32x4.add(c0, c2), half), middle = f32x4.mul(c1, half);
  scatter(to, step, c0);
  scatter(to + step, step, f32x4.add(around, middle));
  scatter(to + 2 * step, step, f32x4.sub(around, middle));
  scatter(to + 3 * step, step, c2);
}

/** Stores lane i into matrix 4 i. */
// @ts-ignore: decorator
@inline function scatter(to: usize, step: usize, v: v128): void {
  v128.store32_lane(to, v, 0);
  v128.store32_lane(to + 4 * step, v, 1);
  v128.store32_lane(to + 8 * step, v, 2);
  v128.store32_lane(to + 12 * step, v, 3);
}

/** One row of S G, from the 16 sums of a filter at `s`, `step` bytes apart, starting at row `i`. */
// @ts-ignore: decorator
@inline function column(s: usize, step: usize, j: i32): f32 {
  const s1 = load<f32>(s + step), s2 = load<f32>(s + 2 * step);
  if (j == 0) return load<f32>(s) + <f32>0.5 * (s1 + s2);
  if (j == 1) return <f32>0.5 * (s1 - s2);
  return <f32>0.5 * (s1 + s2) + load<f32>(s + 3 * step);
}

/** dg = G^T S G of `count` filters, whose sums are adjacent in 16 matrices from `s` on. */
export function untransformWeights(s: usize, step: usize, count: i32, to: usize): void {
  const row: usize = 4 * step;
  for (; count > 0; count--) {
    for (let j = 0; j < 3; j++) {
      const s1 = column(s + row, step, j), s2 = column(s + 2 * row, step, j);
      const at = to + (<usize>j << 2);
      store<f32>(at, column(s, step, j) + <f32>0.5 * (s1 + s2));
      store<f32>(at, <f32>0.5 * (s1 - s2), 12);
      store<f32>(at, <f32>0.5 * (s1 + s2) + column(s + 3 * row, step, j), 24);
    }
    s += 4;
    to += 36;
  }
}
