import { integerAt, numberAt, pointerAt } from '../args';
import { loadPartial } from '../lanes';

/** Squares of a vector's low or high two lanes, in f64. */
// @ts-ignore: decorator
@inline function squares(v: v128, high: bool): v128 {
  const pair = f64x2.promote_low_f32x4(high ? v128.shuffle<i32>(v, v, 2, 3, 2, 3) : v);
  return f64x2.mul(pair, pair);
}

/** [out(f64[1]), x] n: sum of x^2 in f64, in eight running sums. Thread 0 does it alone: the order never changes. */
export function squaredNorm_f32(args: usize, thread: i32, _: i32): void {
  if (thread != 0) return;
  const x = pointerAt(args, 1);
  const n = integerAt(args, 2, 0);
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  let c = f64x2.splat(0);
  let d = f64x2.splat(0);
  let i = 0;
  for (; i + 8 <= n; i += 8) {
    const first = v128.load(x + (<usize>i << 2));
    const second = v128.load(x + (<usize>i << 2), 16);
    a = f64x2.add(a, squares(first, false));
    b = f64x2.add(b, squares(first, true));
    c = f64x2.add(c, squares(second, false));
    d = f64x2.add(d, squares(second, true));
  }
  for (; i < n; i += 4) {
    const rest = n - i < 4 ? loadPartial(x + (<usize>i << 2), n - i) : v128.load(x + (<usize>i << 2));
    a = f64x2.add(a, squares(rest, false));
    b = f64x2.add(b, squares(rest, true));
  }
  const sum = f64x2.add(f64x2.add(a, c), f64x2.add(b, d));
  store<f64>(pointerAt(args, 0), f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
}

/** [factor(f64[2]), parts(f64[count])] count, maxNorm: norm = sqrt(sum of parts), factor = min(1, maxNorm / (norm + 1e-6)) */
export function clipFactor_f64(args: usize, thread: i32, _: i32): void {
  if (thread != 0) return;
  const factor = pointerAt(args, 0);
  const parts = pointerAt(args, 1);
  const count = integerAt(args, 2, 0);
  let sum: f64 = 0;
  for (let i = 0; i < count; i++) sum += load<f64>(parts + (<usize>i << 3));
  const norm = sqrt<f64>(sum);
  store<f64>(factor, norm, 8);
  store<f64>(factor, min<f64>(1, numberAt(args, 2, 1) / (norm + 1e-6)));
}
