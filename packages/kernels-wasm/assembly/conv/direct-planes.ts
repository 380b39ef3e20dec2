import { ACTIVATION_NONE } from '../abi';
import { shareEnd, shareStart } from '../args';
import { storeLanes } from '../lanes';
import { madd } from '../madd';
import { activateRow } from '../product/activation';
import { Direct } from './direct';

/**
 * y = activation(conv(x, w) + bias), plane after plane; `bias` is 0 if there is none. Weight [o, c, kh, kw]
 * of a group is at w + o * row + c * column + tap * 4, or, if `turned`, with the taps in reverse order.
 * Threads share the planes.
 */
export function convolveDirect(
  d: Direct, x: usize, w: usize, row: usize, column: usize, turned: bool, y: usize, batch: i32, bias: usize,
  activation: i32, thread: i32, threads: i32,
): void {
  const planes = batch * d.allOutputs;
  const end = shareEnd(planes, 1, thread, threads);
  const taps = d.terms / d.channels;
  for (let plane = shareStart(planes, 1, thread, threads); plane < end; ) {
    const image = plane / d.allOutputs;
    const o = plane - image * d.allOutputs;
    const g = o / d.outputs;
    const count = min(end - plane, (g + 1) * d.outputs - o);
    d.copyPlanes(x + (<usize>((image * d.allChannels + g * d.channels) * d.height * d.width) << 2));
    let p = y + (<usize>(plane * d.planeHeight * d.planeWidth) << 2);
    for (let i = o; i < o + count; i++) {
      const from = turned
        ? w + <usize>(g * d.channels) * column + <usize>(i - g * d.outputs) * row
        : w + <usize>i * row;
      copyWeights(d, from, column, taps, turned);
      planeOf(d, p, bias ? load<f32>(bias + (<usize>i << 2)) : 0);
      if (activation != ACTIVATION_NONE) activateRow(activation, p, d.planeHeight * d.planeWidth);
      p += <usize>(d.planeHeight * d.planeWidth) << 2;
    }
    plane += count;
  }
}

/** Copies one output's weights in the order of the terms. */
function copyWeights(d: Direct, from: usize, column: usize, taps: i32, turned: bool): void {
  let to = d.weights;
  for (let c = d.channels; c > 0; c--) {
    for (let t = 0; t < taps; t++) {
      v128.store(to, v128.load32_splat(from + (<usize>(turned ? taps - 1 - t : t) << 2)));
      to += 16;
    }
    from += column;
  }
}

/** Computes one plane of sums. */
function planeOf(d: Direct, to: usize, bias: f32): void {
  for (let h = 0; h < d.planeHeight; h++) {
    let p = d.lines + <usize>(h * d.strideH) * d.line;
    let width = d.planeWidth;
    while (width > 0) {
      if (width > 16) strip(8, d, p, bias, to, min(width, 32));
      else if (width > 8) strip(4, d, p, bias, to, width);
      else strip(2, d, p, bias, to, width);
      const done = min(width, 32);
      p += <usize>done << 2;
      to += <usize>done << 2;
      width -= done;
    }
  }
}

/**
 * `width` adjacent sums in `vectors` (a constant) vectors of four. Lanes past the width are computed but not
 * stored.
 */
// @ts-ignore: decorator
@inline function strip(vectors: i32, d: Direct, p: usize, bias: f32, to: usize, width: i32): void {
  let c0 = f32x4.splat(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
  let offset = d.offsets, weight = d.weights;
  for (let k = d.terms; k > 0; k--) {
    const q = p + <usize>load<u32>(offset);
    const w = v128.load(weight);
    c0 = madd(w, v128.load(q), c0);
    c1 = madd(w, v128.load(q, 16), c1);
    if (vectors > 2) {
      c2 = madd(w, v128.load(q, 32), c2);
      c3 = madd(w, v128.load(q, 48), c3);
    }
    if (vectors > 4) {
      c4 = madd(w, v128.load(q, 64), c4);
      c5 = madd(w, v128.load(q, 80), c5);
      c6 = madd(w, v128.load(q, 96), c6);
      c7 = madd(w, v128.load(q, 112), c7);
    }
    offset += 4;
    weight += 16;
  }
  const b = f32x4.splat(bias);
  storeSome(to, f32x4.add(c0, b), width);
  storeSome(to + 16, f32x4.add(c1, b), width - 4);
  if (vectors > 2) {
    storeSome(to + 32, f32x4.add(c2, b), width - 8);
    storeSome(to + 48, f32x4.add(c3, b), width - 12);
  }
  if (vectors > 4) {
    storeSome(to + 64, f32x4.add(c4, b), width - 16);
    storeSome(to + 80, f32x4.add(c5, b), width - 20);
    storeSome(to + 96, f32x4.add(c6, b), width - 24);
    storeSome(to + 112, f32x4.add(c7, b), width - 28);
  }
}

// @ts-ignore: decorator
@inline function storeSome(to: usize, value: v128, count: i32): void {
  if (count > 0) storeLanes(to, value, min(count, 4));
}
