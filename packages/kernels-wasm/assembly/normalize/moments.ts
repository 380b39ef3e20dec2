import { laneSumF64, loadPartial, maskOf } from '../lanes';
import { madd } from '../madd';

/** Values whose terms are summed in f32 before their sums are added to totals in f64. */
const BLOCK: i32 = 512;

/** Variances below this may have lost digits: f32 squares of numbers below 1e-13 are subnormal. */
export const SMALL: f64 = 1e-27;

/** Adds the sums of d = x - shift and of d^2 over n adjacent values to the two f64 at `sums`. */
function addRow(sums: usize, p: usize, n: i32, shift: f32): void {
  const shifts = f32x4.splat(shift);
  let total = load<f64>(sums);
  let squares = load<f64>(sums, 8);
  let i = 0;
  while (i < n) {
    const end = min(i + BLOCK, n);
    let a = f32x4.splat(0), b = f32x4.splat(0), c = f32x4.splat(0), e = f32x4.splat(0);
    let s = f32x4.splat(0), t = f32x4.splat(0);
    for (; i + 16 <= end; i += 16) {
      const at = p + (<usize>i << 2);
      const d0 = f32x4.sub(v128.load(at), shifts);
      const d1 = f32x4.sub(v128.load(at, 16), shifts);
      const d2 = f32x4.sub(v128.load(at, 32), shifts);
      const d3 = f32x4.sub(v128.load(at, 48), shifts);
      a = madd(d0, d0, a);
      b = madd(d1, d1, b);
      c = madd(d2, d2, c);
      e = madd(d3, d3, e);
      s = f32x4.add(s, f32x4.add(d0, d1));
      t = f32x4.add(t, f32x4.add(d2, d3));
    }
    for (; i + 4 <= end; i += 4) {
      const d = f32x4.sub(v128.load(p + (<usize>i << 2)), shifts);
      a = madd(d, d, a);
      s = f32x4.add(s, d);
    }
    if (i < end) {
      const d = v128.and(f32x4.sub(loadPartial(p + (<usize>i << 2), end - i), shifts), maskOf(end - i));
      b = madd(d, d, b);
      t = f32x4.add(t, d);
      i = end;
    }
    total += laneSumF64(f32x4.add(s, t));
    squares += laneSumF64(f32x4.add(f32x4.add(a, c), f32x4.add(b, e)));
  }
  store<f64>(sums, total);
  store<f64>(sums, squares, 8);
}

/**
 * True if a variance from f32 sums of squares is accurate. Squares overflow above 1e19 and vanish below
 * 1e-19; the latter does not matter if epsilon is larger, or if all are 0.
 */
// @ts-ignore: decorator
@inline export function isReliable(variance: f64, squares: f64, eps: f64): bool {
  return squares < Infinity && (variance > SMALL || (squares == 0 && eps > SMALL));
}

/** `moments` in f64 alone, for numbers whose squares overflow or underflow in f32. */
export function momentsInF64(out: usize, x: usize, rows: i32, n: i32, step: usize): void {
  const count = <f64>rows * <f64>n;
  let mean: f64 = 0;
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < n; i++) mean += <f64>load<f32>(x + <usize>r * step + (<usize>i << 2));
  }
  mean /= count;
  let squares: f64 = 0;
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < n; i++) {
      const distance = <f64>load<f32>(x + <usize>r * step + (<usize>i << 2)) - mean;
      squares += distance * distance;
    }
  }
  store<f64>(out, mean);
  store<f64>(out, squares / count, 8);
}

/**
 * Mean and biased variance, two f64 at `out`, of n adjacent values in each of `rows` rows, `step` bytes
 * apart. One pass sums d = x - shift and d^2, where `shift` is a guess at the mean. If the guess was bad,
 * which cancels digits of the variance, a second pass shifts by the mean.
 */
export function moments(out: usize, x: usize, rows: i32, n: i32, step: usize, shift: f32, eps: f64): void {
  const inverse = 1 / (<f64>rows * <f64>n);
  for (let again = true; ; again = false) {
    store<f64>(out, 0);
    store<f64>(out, 0, 8);
    for (let r = 0; r < rows; r++) addRow(out, x + <usize>r * step, n, shift);
    const distance = load<f64>(out) * inverse;
    const squares = load<f64>(out, 8);
    const mean = <f64>shift + distance;
    const variance = max<f64>(squares * inverse - distance * distance, 0);
    if (again && distance * distance > 2 * variance) {
      shift = <f32>mean;
      continue;
    }
    store<f64>(out, mean);
    store<f64>(out, variance, 8);
    if (!isReliable(variance, squares, eps)) momentsInF64(out, x, rows, n, step);
    return;
  }
}
