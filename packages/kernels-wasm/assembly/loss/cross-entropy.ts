import { integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';
import { logOfSum } from '../reduce/log-of-sum';
import { maxRow } from '../reduce/max-row';
import { sumExpRow } from '../reduce/sum-exp';
import { LabelNumber } from './label-number';

/**
 * [rowLoss(N), rowWeight(N), logits(N, C), labels(i32), classWeight(C)] N, C, labelSmoothing e, ignoreIndex:
 * with nll_c = ln sum e^logits - logits_c and w the class weights, rowLoss = (1 - e) w_label nll_label + e/C
 * sum over c of w_c nll_c and rowWeight = w_label; both 0 where the label is ignoreIndex. Shares are rows.
 */
export function crossEntropy_f32(args: usize, thread: i32, threads: i32): void {
  const rowLoss = pointerAt(args, 0);
  const rowWeight = pointerAt(args, 1);
  const labels = pointerAt(args, 3);
  const weights = pointerAt(args, 4);
  const n = integerAt(args, 5, LabelNumber.rows);
  const c = integerAt(args, 5, LabelNumber.classes);
  const smoothing = numberAt(args, 5, LabelNumber.smoothing);
  const ignored = integerAt(args, 5, LabelNumber.ignoreIndex);
  const end = shareEnd(n, 16, thread, threads);
  for (let r = shareStart(n, 16, thread, threads); r < end; r++) {
    const at = <usize>r << 2;
    const label = load<i32>(labels + at);
    if (label == ignored) {
      store<f32>(rowLoss + at, 0);
      store<f32>(rowWeight + at, 0);
      continue;
    }
    const x = pointerAt(args, 2) + ((<usize>r * c) << 2);
    const largest = maxRow(x, c);
    const logTotal = <f64>logOfSum(sumExpRow(x, c, largest), x, c, largest);
    const place = <usize>label << 2;
    const weight = load<f32>(weights + place);
    // max - logit first, in f64: if the label has the max, the rounding of a large logit cancels exactly.
    const nll = <f64>largest - <f64>load<f32>(x + place) + logTotal;
    let loss = (1 - smoothing) * (<f64>weight * nll);
    if (smoothing != 0) {
      let sum: f64 = 0;
      for (let i = 0; i < c; i++) {
        const lane = <usize>i << 2;
        sum += <f64>load<f32>(weights + lane) * (<f64>largest - <f64>load<f32>(x + lane) + logTotal);
      }
      loss += (smoothing / <f64>c) * sum;
    }
    store<f32>(rowLoss + at, <f32>loss);
    store<f32>(rowWeight + at, weight);
  }
}
