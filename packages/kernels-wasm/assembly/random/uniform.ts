import {
  ELEMENT_BLOCK,
  ELEMENTS,
  integerAt,
  numberAt,
  pointerAt,
  scratch,
  shareEnd,
  shareStart,
} from '../args';
import { storeLanes } from '../lanes';
import { philox, WORDS } from './philox';

// Places among the numbers.
const LOW: i32 = 1;
const HIGH: i32 = 2;

/** low + range u for the upper 24 bits u of four words, in f64 and rounded once. */
// @ts-ignore: decorator
@inline function scaled(words: v128, low: v128, range: v128): v128 {
  const bits = i32x4.shr_u(words, 8);
  const unit = f64x2.splat(1 / 16777216.0);
  const first = f64x2.mul(f64x2.convert_low_i32x4_u(bits), unit);
  const second = f64x2.mul(f64x2.convert_low_i32x4_u(v128.shuffle<i32>(bits, bits, 2, 3, 2, 3)), unit);
  const a = f32x4.demote_f64x2_zero(f64x2.add(low, f64x2.mul(range, first)));
  const b = f32x4.demote_f64x2_zero(f64x2.add(low, f64x2.mul(range, second)));
  return v128.shuffle<i32>(a, b, 0, 1, 4, 5);
}

/**
 * [out, key] n, low, high: low + (high - low) u, with u the upper 24 bits of one word of the draw per element
 */
export function uniform_f32(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const key = pointerAt(args, 1);
  const n = integerAt(args, 2, ELEMENTS);
  const bottom = numberAt(args, 2, LOW);
  const low = f64x2.splat(bottom);
  const range = f64x2.splat(numberAt(args, 2, HIGH) - bottom);
  const words = scratch(thread);
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  for (let i = shareStart(n, ELEMENT_BLOCK, thread, threads); i < end; i += 4) {
    if ((i & (WORDS - 1)) == 0) philox(words, key, i >> 2);
    const value = scaled(v128.load(words + (<usize>(i & (WORDS - 4)) << 2)), low, range);
    storeLanes(out + (<usize>i << 2), value, min(end - i, 4));
  }
}
