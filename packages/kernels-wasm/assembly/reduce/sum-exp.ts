import { loadLanes, storeLanes } from '../lanes';
import { exp } from '../math/exp';
import { expRow } from './exp-row';
import { sumTermsOfColumns } from './sum-terms';

/** e^(a - shift) */
@unmanaged class Exp {
  @inline at(a: usize, b: usize, shift: v128, count: i32): v128 {
    return exp(f32x4.sub(loadLanes(a, count), shift));
  }
}

/** b = e^(a - shift) */
@unmanaged class StoredExp {
  @inline at(a: usize, b: usize, shift: v128, count: i32): v128 {
    const e = exp(f32x4.sub(loadLanes(a, count), shift));
    storeLanes(b, e, count);
    return e;
  }
}

@unmanaged class Unused {
  @inline take(out: usize, e: v128, p: v128, q: v128, lanes: i32): void {}
}

@unmanaged class Stored {
  @inline take(out: usize, e: v128, p: v128, q: v128, lanes: i32): void {
    storeLanes(out, e, lanes);
  }
}

/** Sum of e^(x - shift) over n adjacent values, all <= shift. */
export function sumExpRow(x: usize, n: i32, shift: f32): f32 {
  const none = f32x4.splat(0);
  return <f32>expRow<Unused>(x, x, n, shift, none, none);
}

/** out = e^(x - shift) for n adjacent values, all <= shift. Returns their sum. */
export function storeExpRow(out: usize, x: usize, n: i32, shift: f32): f32 {
  const none = f32x4.splat(0);
  return <f32>expRow<Stored>(x, out, n, shift, none, none);
}

/** Sums of e^(x - shift) over n rows of `count` (1 to 4) columns, the rows `stride` bytes apart. */
// @ts-ignore: decorator
@inline export function sumExpColumns(x: usize, n: i32, shift: v128, stride: usize, count: i32): v128 {
  return sumTermsOfColumns<Exp>(x, x, shift, n, stride, count);
}

/** out = e^(x - shift) for the same columns. Returns their sums. */
// @ts-ignore: decorator
@inline export function storeExpColumns(
  out: usize, x: usize, n: i32, shift: v128, stride: usize, count: i32,
): v128 {
  return sumTermsOfColumns<StoredExp>(x, out, shift, n, stride, count);
}
