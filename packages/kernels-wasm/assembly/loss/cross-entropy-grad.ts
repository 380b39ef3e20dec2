import { integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { maxRow } from '../reduce/max-row';
import { storeExpRow } from '../reduce/sum-exp';
import { sumRow } from '../reduce/sum-row';
import { HARDLY_MORE } from '../reduce/log-of-sum';
import { LabelNumber } from './label-number';
import { setOwn } from './own-class';

/**
 * [dlogits, logits, labels, classWeight, drowLoss(N)] N, C, labelSmoothing e, ignoreIndex: with p the softmax
 * of a row, w the class weights and W their sum,
 * dlogits_c = drowLoss ((1 - e) w_label (p_c - [c = label]) + e/C (p_c W - w_c)), and 0 in a row whose label
 * is ignoreIndex. Shares are rows.
 */
export function crossEntropyGrad_f32(args: usize, thread: i32, threads: i32): void {
  const labels = pointerAt(args, 2);
  const weights = pointerAt(args, 3);
  const n = integerAt(args, 5, LabelNumber.rows);
  const c = integerAt(args, 5, LabelNumber.classes);
  const smoothing = numberAt(args, 5, LabelNumber.smoothing);
  const ignored = integerAt(args, 5, LabelNumber.ignoreIndex);
  const spread = smoothing / <f64>c;
  const total = smoothing != 0 ? sumRow(weights, c) : 0;
  const end = shareEnd(n, 16, thread, threads);
  for (let r = shareStart(n, 16, thread, threads); r < end; r++) {
    const row = (<usize>r * c) << 2;
    const dx = pointerAt(args, 0) + row;
    const label = load<i32>(labels + (<usize>r << 2));
    if (label == ignored) {
      memory.fill(dx, 0, <usize>c << 2);
      continue;
    }
    const x = pointerAt(args, 1) + row;
    const d = <f64>load<f32>(pointerAt(args, 4) + (<usize>r << 2));
    const sum = storeExpRow(dx, x, c, maxRow(x, c));
    const own = d * (1 - smoothing) * <f64>load<f32>(weights + (<usize>label << 2));
    const pulled = smoothing != 0 ? d * spread * total : 0;
    const factor = f32x4.splat(<f32>((own + pulled) / <f64>sum));
    const share = f32x4.splat(<f32>(d * spread));
    for (let i = 0; i < c; i += 4) {
      const at = <usize>i << 2;
      const count = min(c - i, 4);
      // Without smoothing the weights of other classes must not count, even if infinite.
      const pull = smoothing != 0 ? f32x4.mul(share, loadLanes(weights + at, count)) : f32x4.splat(0);
      storeLanes(dx + at, f32x4.sub(f32x4.mul(loadLanes(dx + at, count), factor), pull), count);
    }
    const place = dx + (<usize>label << 2);
    if (sum < HARDLY_MORE && smoothing == 0) setOwn(dx, c, label);
    else store<f32>(place, <f32>(<f64>load<f32>(place) - own));
  }
}
