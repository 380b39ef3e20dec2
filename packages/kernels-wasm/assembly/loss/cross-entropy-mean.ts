import { integerAt, numberAt, partials, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { storeLanes } from '../lanes';
import { log } from '../math/log';
import { areHardlyMore, HARDLY_MORE, logOfRest } from '../reduce/log-of-sum';
import { rowExponentials } from './exponentials';
import { LabelNumber } from './label-number';

/** Max number of blocks: their partial sums, 16 bytes each, must fit into PARTIALS_BYTES. */
const MAX_BLOCKS: i32 = 8192;

/** Rows per partial sum: 16, or a multiple if there are more than MAX_BLOCKS blocks. */
// @ts-ignore: decorator
@inline function blockRows(n: i32): i32 {
  return max((n + 16 * MAX_BLOCKS - 1) / (16 * MAX_BLOCKS), 1) * 16;
}

/**
 * [loss(1), weight(1), rows(2, N), logits(N, C), labels(i32), classWeight(C)] N, C, labelSmoothing,
 * ignoreIndex, weighted: the mean of crossEntropy's row losses by their weights, and the sum of the weights.
 * `rows` are each row's max logit and sum of e^(x - max), for the gradient. classWeight is read only if
 * `weighted` is 1. Shares are rows.
 */
export function crossEntropyMean_f32(args: usize, thread: i32, threads: i32): void {
  const rows = pointerAt(args, 2);
  const labels = pointerAt(args, 4);
  const weights = pointerAt(args, 5);
  const n = integerAt(args, 6, LabelNumber.rows);
  const c = integerAt(args, 6, LabelNumber.classes);
  const smoothing = numberAt(args, 6, LabelNumber.smoothing);
  const ignored = integerAt(args, 6, LabelNumber.ignoreIndex);
  const weighted = integerAt(args, 6, LabelNumber.weighted) != 0;
  const largest = scratch(thread);
  const sums = largest + 16;
  const logs = largest + 32;
  const block = blockRows(n);
  const end = shareEnd(n, block, thread, threads);
  let loss: f64 = 0;
  let weight: f64 = 0;
  for (let r = shareStart(n, block, thread, threads); r < end; r += 4) {
    const count = min(end - r, 4);
    const x = pointerAt(args, 3) + ((<usize>r * c) << 2);
    rowExponentials(largest, sums, x, c, count);
    v128.store(logs, log(v128.load(sums)));
    if (v128.any_true(areHardlyMore(v128.load(sums)))) mendLogs(logs, largest, sums, x, c, count);
    storeLanes(rows + (<usize>r << 2), v128.load(largest), count);
    storeLanes(rows + (<usize>(n + r) << 2), v128.load(sums), count);
    for (let i = 0; i < count; i++) {
      const label = load<i32>(labels + (<usize>(r + i) << 2));
      if (label == ignored) continue;
      const row = x + ((<usize>i * c) << 2);
      const top = <f64>load<f32>(largest + (<usize>i << 2));
      const logTotal = <f64>load<f32>(logs + (<usize>i << 2));
      const own: f64 = weighted ? <f64>load<f32>(weights + (<usize>label << 2)) : 1;
      // max - logit first, in f64: if the label has the max, the rounding of a large logit cancels exactly.
      let nll = (1 - smoothing) * (own * (top - <f64>load<f32>(row + (<usize>label << 2)) + logTotal));
      if (smoothing != 0) nll += (smoothing / <f64>c) * allLosses(row, weights, weighted, c, top + logTotal);
      loss += nll;
      weight += own;
    }
    if ((r + 4) % block == 0 || r + 4 >= end) {
      const place = partials() + ((<usize>(r / block)) << 4);
      store<f64>(place, loss);
      store<f64>(place, weight, 8);
      loss = 0;
      weight = 0;
    }
  }
}

/** Recomputes the logarithms of the sums that are hardly more than 1. */
function mendLogs(logs: usize, largest: usize, sums: usize, x: usize, c: i32, count: i32): void {
  for (let i: usize = 0; i < <usize>count << 2; i += 4) {
    const sum = load<f32>(sums + i);
    if (sum >= 1 && sum < HARDLY_MORE) {
      store<f32>(logs + i, logOfRest(x + i * c, c, load<f32>(largest + i), 4));
    }
  }
}

/** Sum over the classes of w_c (shift - x_c). */
function allLosses(row: usize, weights: usize, weighted: bool, c: i32, shift: f64): f64 {
  let sum: f64 = 0;
  for (let i: usize = 0; i < <usize>c << 2; i += 4) {
    sum += (weighted ? <f64>load<f32>(weights + i) : 1) * (shift - <f64>load<f32>(row + i));
  }
  return sum;
}

/** Adds up the sums of the blocks, in order. */
export function crossEntropyMeanFinish_f32(args: usize, thread: i32, threads: i32): void {
  const n = integerAt(args, 6, LabelNumber.rows);
  const block = blockRows(n);
  let loss: f64 = 0;
  let weight: f64 = 0;
  for (let r = 0; r < n; r += block) {
    const place = partials() + ((<usize>(r / block)) << 4);
    loss += load<f64>(place);
    weight += load<f64>(place, 8);
  }
  store<f32>(pointerAt(args, 0), <f32>(loss / weight));
  store<f32>(pointerAt(args, 1), <f32>weight);
}
