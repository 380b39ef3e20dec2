import { integerAt, numberAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { exp } from '../math/exp';
import { expRow } from '../reduce/exp-row';
import { areHardlyMore } from '../reduce/log-of-sum';
import { sumRow } from '../reduce/sum-row';
import { across, SHORT } from './exponentials';
import { LabelNumber } from './label-number';
import { setOwn } from './own-class';

/** dx = e factor - share */
@unmanaged class Pulled {
  @inline take(dx: usize, e: v128, factor: v128, share: v128, lanes: i32): void {
    storeLanes(dx, f32x4.sub(f32x4.mul(e, factor), share), lanes);
  }
}

/** One row of many classes: dx = e^(x - top) factor - share w. */
function longRow(
  dx: usize, x: usize, weights: usize, weighted: bool, n: i32, top: f32, factor: f32, share: f32,
): void {
  const shares = f32x4.splat(share);
  expRow<Pulled>(x, dx, n, top, f32x4.splat(factor), weighted ? f32x4.splat(0) : shares);
  if (!weighted || share == 0) return;
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const lanes = min(n - i, 4);
    storeLanes(
      dx + at, f32x4.sub(loadLanes(dx + at, lanes), f32x4.mul(shares, loadLanes(weights + at, lanes))), lanes,
    );
  }
}

/** Four rows of few classes at once, one per lane; the first `count` are stored. */
function shortRows(
  dx: usize, x: usize, weights: usize, weighted: bool, n: i32, count: i32, work: usize,
): void {
  const tops = v128.load(work);
  const factors = v128.load(work, 16);
  const share = v128.load(work, 32);
  const bytes = <usize>n << 2;
  const second = <usize>min(1, count - 1) * bytes;
  const third = <usize>min(2, count - 1) * bytes;
  const fourth = <usize>(count - 1) * bytes;
  for (let i: usize = 0; i < bytes; i += 4) {
    const a = x + i;
    const e = exp(f32x4.sub(across(a, a + second, a + third, a + fourth), tops));
    const pull = weighted ? f32x4.mul(share, v128.load32_splat(weights + i)) : share;
    const value = f32x4.sub(f32x4.mul(e, factors), pull);
    // Lanes past `count` go to a row that is stored again afterwards.
    const out = dx + i;
    if (count == 4) v128.store32_lane(out + fourth, value, 3);
    if (count > 2) v128.store32_lane(out + third, value, 2);
    if (count > 1) v128.store32_lane(out + second, value, 1);
    v128.store32_lane(out, value, 0);
  }
}

/**
 * [dlogits, logits, rows(2, N), labels(i32), classWeight(C), weight(1), dloss(1)] and the numbers of
 * crossEntropyMean, with its `rows` and `weight`: with d = dloss / weight, p the softmax of a row and W the
 * sum of the class weights, dlogits_c = d ((1 - e) w_label (p_c - [c = label]) + e/C (p_c W - w_c)), and 0 in
 * a row whose label is ignoreIndex. Shares are rows.
 */
export function crossEntropyMeanGrad_f32(args: usize, thread: i32, threads: i32): void {
  const rows = pointerAt(args, 2);
  const labels = pointerAt(args, 3);
  const weights = pointerAt(args, 4);
  const n = integerAt(args, 7, LabelNumber.rows);
  const c = integerAt(args, 7, LabelNumber.classes);
  const smoothing = numberAt(args, 7, LabelNumber.smoothing);
  const ignored = integerAt(args, 7, LabelNumber.ignoreIndex);
  const weighted = integerAt(args, 7, LabelNumber.weighted) != 0;
  const d = <f64>load<f32>(pointerAt(args, 6)) / <f64>load<f32>(pointerAt(args, 5));
  const share = smoothing == 0 ? 0 : d * (smoothing / <f64>c);
  const pull = smoothing == 0 ? 0 : share * (weighted ? sumRow(weights, c) : <f64>c);
  const work = scratch(thread);
  v128.store(work, f32x4.splat(<f32>share), 32);
  const end = shareEnd(n, 16, thread, threads);
  for (let r = shareStart(n, 16, thread, threads); r < end; r += 4) {
    const count = min(end - r, 4);
    const first = (<usize>r * c) << 2;
    const totals = loadLanes(rows + (<usize>(n + r) << 2), count);
    const sure = smoothing == 0 && v128.any_true(areHardlyMore(totals));
    const x = pointerAt(args, 1) + first;
    const dx = pointerAt(args, 0) + first;
    for (let i = 0; i < count; i++) {
      const lane = <usize>i << 2;
      const own = d * (1 - smoothing) * weightOf(
        load<i32>(labels + (<usize>r << 2) + lane), ignored, weights, weighted,
      );
      store<f32>(work + lane, load<f32>(rows + (<usize>r << 2) + lane));
      store<f32>(work + lane, <f32>((own + pull) / <f64>load<f32>(rows + (<usize>(n + r) << 2) + lane)), 16);
      store<f64>(work + (lane << 1), own, 48);
    }
    if (c <= SHORT) {
      shortRows(dx, x, weights, weighted && smoothing != 0, c, count, work);
    } else {
      for (let i = 0; i < count; i++) {
        const lane = <usize>i << 2;
        const row = (<usize>i * c) << 2;
        longRow(
          dx + row, x + row, weights, weighted, c, load<f32>(work + lane), load<f32>(work + lane, 16),
          <f32>share,
        );
      }
    }
    for (let i = 0; i < count; i++) {
      const label = load<i32>(labels + (<usize>(r + i) << 2));
      const row = dx + ((<usize>i * c) << 2);
      if (label == ignored) {
        memory.fill(row, 0, <usize>c << 2);
        continue;
      }
      const place = row + (<usize>label << 2);
      if (sure) setOwn(row, c, label);
      else store<f32>(place, <f32>(<f64>load<f32>(place) - load<f64>(work + (<usize>i << 3), 48)));
    }
  }
}

/** The weight of a label; 0 for ignored labels. */
// @ts-ignore: decorator
@inline function weightOf(label: i32, ignored: i32, weights: usize, weighted: bool): f64 {
  if (label == ignored) return 0;
  return weighted ? <f64>load<f32>(weights + (<usize>label << 2)) : 1;
}
