import { integerAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { loadLanes, promoteHigh, promoteLow } from '../lanes';

// Places among the numbers.
const N: i32 = 0;
const COLUMNS: i32 = 1;

// Offsets of four columns' numbers in work memory, all f64.
const ORIGINS: usize = 0;
const MEANS: usize = 32;
const SPREADS: usize = 64;

/**
 * Joins n rows to the moments of one column. `work` has its origin, and the mean and the spread of the rows;
 * `stride` is the length of a row of moments in bytes.
 */
function join(moments: usize, stride: usize, n: f64, work: usize): void {
  const before = load<f64>(moments);
  const total = before + n;
  const share = n / total;
  const meanAt = moments + 2 * stride;
  const spreadAt = moments + 3 * stride;
  const step = load<f64>(work, MEANS) - load<f64>(meanAt);
  store<f64>(moments, total);
  store<f64>(moments + stride, load<f64>(work, ORIGINS));
  store<f64>(meanAt, load<f64>(meanAt) + step * share);
  store<f64>(spreadAt, load<f64>(spreadAt) + (load<f64>(work, SPREADS) + step * step * (before * share)));
}

/** Joins n rows of `lanes` (1 to 4) columns. */
// @ts-ignore: decorator
@inline function addColumns(moments: usize, x: usize, n: i32, columns: i32, lanes: i32, work: usize): void {
  const row = <usize>columns << 2;
  const stride = <usize>columns << 3;
  const end = x + <usize>n * row;
  memory.fill(work + ORIGINS, 0, 32);
  for (let i = 0; i < lanes; i++) {
    const at = moments + (<usize>i << 3);
    const origin = load<f64>(at) == 0 ? <f64>load<f32>(x + (<usize>i << 2)) : load<f64>(at + stride);
    store<f64>(work + (<usize>i << 3), origin, ORIGINS);
  }
  const originLow = v128.load(work, ORIGINS);
  const originHigh = v128.load(work, ORIGINS + 16);
  let low = f64x2.splat(0);
  let high = f64x2.splat(0);
  for (let at = x; at < end; at += row) {
    const value = loadLanes(at, lanes);
    low = f64x2.add(low, f64x2.sub(promoteLow(value), originLow));
    high = f64x2.add(high, f64x2.sub(promoteHigh(value), originHigh));
  }
  const meanLow = f64x2.div(low, f64x2.splat(<f64>n));
  const meanHigh = f64x2.div(high, f64x2.splat(<f64>n));
  v128.store(work, meanLow, MEANS);
  v128.store(work, meanHigh, MEANS + 16);
  low = f64x2.splat(0);
  high = f64x2.splat(0);
  for (let at = x; at < end; at += row) {
    const value = loadLanes(at, lanes);
    const a = f64x2.sub(f64x2.sub(promoteLow(value), originLow), meanLow);
    const b = f64x2.sub(f64x2.sub(promoteHigh(value), originHigh), meanHigh);
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  v128.store(work, low, SPREADS);
  v128.store(work, high, SPREADS + 16);
  for (let i = 0; i < lanes; i++) {
    const at = <usize>i << 3;
    join(moments + at, stride, <f64>n, work + at);
  }
}

/**
 * [moments(f64), x] n, D: joins n rows to each column's count, origin, mean - origin and sum of squared
 * distances from the mean. Shares are columns.
 */
export function addMoments_f32(args: usize, thread: i32, threads: i32): void {
  const moments = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const n = integerAt(args, 2, N);
  const columns = integerAt(args, 2, COLUMNS);
  if (n == 0) return;
  const to = shareEnd(columns, 16, thread, threads);
  for (let j = shareStart(columns, 16, thread, threads); j < to; j += 4) {
    addColumns(moments + (<usize>j << 3), x + (<usize>j << 2), n, columns, min(to - j, 4), scratch(thread));
  }
}
