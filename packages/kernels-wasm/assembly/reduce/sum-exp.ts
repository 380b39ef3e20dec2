import { loadLanes, storeLanes } from '../lanes';
import { exp } from '../math/exp';
import { sumTermsOfColumns, sumTermsOfRow } from './sum-terms';

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

/** Sum of e^(x - shift) over n neighbours. */
export function sumExpRow(x: usize, n: i32, shift: f32): f32 {
  return <f32>sumTermsOfRow<Exp>(x, x, f32x4.splat(shift), n);
}

/** out = e^(x - shift) of n neighbours, and their sum. */
export function storeExpRow(out: usize, x: usize, n: i32, shift: f32): f32 {
  return <f32>sumTermsOfRow<StoredExp>(x, out, f32x4.splat(shift), n);
}

/** Sums of e^(x - shift) over n rows of `count` (1 to 4) columns, the rows `stride` bytes apart. */
// @ts-ignore: decorator
@inline export function sumExpColumns(x: usize, n: i32, shift: v128, stride: usize, count: i32): v128 {
  return sumTermsOfColumns<Exp>(x, x, shift, n, stride, count);
}

/** out = e^(x - shift) of the same columns, and their sums. */
// @ts-ignore: decorator
@inline export function storeExpColumns(out: usize, x: usize, n: i32, shift: v128, stride: usize, count: i32): v128 {
  return sumTermsOfColumns<StoredExp>(x, out, shift, n, stride, count);
}
