import { ELEMENT_BLOCK, ELEMENTS, integerAt, pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { madd } from '../madd';
import { log1pUnit } from '../math/log1p-unit';
import { sigmoidBelow, unscale } from '../math/sigmoid-below';
import { expBelow } from '../reduce/exp-row';

// Place among the numbers.
const WEIGHTED: i32 = 1;

/** w t, the weight of the positive side, for some elements. w is 1 without weights. */
// @ts-ignore: decorator
@inline function positive(t: v128, w: usize, weighted: bool, lanes: i32): v128 {
  return weighted ? f32x4.mul(t, loadLanes(w, lanes)) : t;
}

// @ts-ignore: decorator
@inline function put(y: usize, at: usize, x: usize, t: usize, w: usize, weighted: bool, lanes: i32): void {
  const value = loadLanes(x + at, lanes);
  const target = loadLanes(t + at, lanes);
  const yes = positive(target, w + at, weighted, lanes);
  const no = f32x4.sub(f32x4.splat(1), target);
  const zero = f32x4.splat(0);
  const linear = madd(no, f32x4.max(value, zero), f32x4.mul(yes, f32x4.max(f32x4.neg(value), zero)));
  const curved = log1pUnit(expBelow(f32x4.neg(f32x4.abs(value))));
  storeLanes(y + at, weighted ? madd(f32x4.add(no, yes), curved, linear) : f32x4.add(linear, curved), lanes);
}

/**
 * [y, x, t, w] n, weighted: y = (1 - t) softplus(x) + w t softplus(-x), as (1 - t) max(x, 0) + w t max(-x, 0)
 * and (1 - t + w t) ln(1 + e^-|x|). w is read only where `weighted` is 1; else it is 1.
 */
export function binaryCrossEntropy_f32(args: usize, thread: i32, threads: i32): void {
  const y = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const t = pointerAt(args, 2);
  const w = pointerAt(args, 3);
  const n = integerAt(args, 4, ELEMENTS);
  const weighted = integerAt(args, 4, WEIGHTED) != 0;
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  for (let i = shareStart(n, ELEMENT_BLOCK, thread, threads); i < end; i += 4) {
    put(y, <usize>i << 2, x, t, w, weighted, min(end - i, 4));
  }
}

// @ts-ignore: decorator
@inline function pull(
  dx: usize, at: usize, x: usize, t: usize, w: usize, dy: usize, weighted: bool, lanes: i32,
): void {
  const value = loadLanes(x + at, lanes);
  const target = loadLanes(t + at, lanes);
  const one = f32x4.splat(1);
  const below = f32x4.mul(sigmoidBelow(f32x4.abs(value)), unscale());
  // |0 - z| for negative x, |1 - z| otherwise.
  const left = i32x4.shr_s(value, 31);
  const rise = f32x4.abs(f32x4.sub(v128.andnot(one, left), below));
  const fall = f32x4.abs(f32x4.sub(v128.and(one, left), below));
  const no = f32x4.mul(f32x4.sub(one, target), rise);
  const yes = f32x4.mul(positive(target, w + at, weighted, lanes), fall);
  storeLanes(dx + at, f32x4.mul(loadLanes(dy + at, lanes), f32x4.sub(no, yes)), lanes);
}

/**
 * [dx, x, t, w, dy] n, weighted: dx = dy ((1 - t) sigmoid(x) - w t sigmoid(-x)), without a difference of
 * numbers close to 1.
 */
export function binaryCrossEntropyGrad_f32(args: usize, thread: i32, threads: i32): void {
  const dx = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const t = pointerAt(args, 2);
  const w = pointerAt(args, 3);
  const dy = pointerAt(args, 4);
  const n = integerAt(args, 5, ELEMENTS);
  const weighted = integerAt(args, 5, WEIGHTED) != 0;
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  for (let i = shareStart(n, ELEMENT_BLOCK, thread, threads); i < end; i += 4) {
    pull(dx, <usize>i << 2, x, t, w, dy, weighted, min(end - i, 4));
  }
}
