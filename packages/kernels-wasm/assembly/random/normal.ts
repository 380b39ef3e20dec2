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
import { cosKernel, logOfIntegers, sinKernel } from './elementary';
import { philox, WORDS } from './philox';

// Places among the numbers.
const MEAN: i32 = 1;
const DEVIATION: i32 = 2;

/** Words 0 and 1 as f64. */
// @ts-ignore: decorator
@inline function wide(words: v128): v128 {
  return f64x2.convert_low_i32x4_u(words);
}

/**
 * Four normal numbers from the four words of a block: cosine and sine of the first two words, then of the
 * last two.
 */
// @ts-ignore: decorator
@inline function fourNormal(words: v128, mean: v128, deviation: v128): v128 {
  const k = f64x2.add(wide(v128.shuffle<i32>(words, words, 0, 2, 0, 2)), f64x2.splat(1));
  const log = f64x2.sub(logOfIntegers(k), f64x2.splat(22.180709777918249));
  const radius = f64x2.sqrt(f64x2.mul(f64x2.splat(-2), log));
  const turn = f64x2.mul(wide(v128.shuffle<i32>(words, words, 1, 3, 1, 3)), f64x2.splat(1 / 4294967296.0));
  const quarters = f64x2.mul(turn, f64x2.splat(4));
  const quadrant = f64x2.floor(f64x2.add(quarters, f64x2.splat(0.5)));
  const angle = f64x2.mul(f64x2.sub(quarters, quadrant), f64x2.splat(1.5707963267948966));
  const sine = sinKernel(angle);
  const cosine = cosKernel(angle);
  // Odd quadrants exchange sine and cosine. Bit 1 of the quadrant is the sign of the sine, that of the next
  // quadrant the sign of the cosine.
  const q = i64x2.extend_low_i32x4_u(i32x4.trunc_sat_f64x2_u_zero(quadrant));
  const odd = i64x2.ne(v128.and(q, i64x2.splat(1)), i64x2.splat(0));
  const sinSign = i64x2.shl(i64x2.shr_u(q, 1), 63);
  const cosSign = i64x2.shl(i64x2.shr_u(i64x2.add(q, i64x2.splat(1)), 1), 63);
  const cos = v128.xor(v128.bitselect(sine, cosine, odd), cosSign);
  const sin = v128.xor(v128.bitselect(cosine, sine, odd), sinSign);
  const a = f32x4.demote_f64x2_zero(f64x2.add(mean, f64x2.mul(deviation, f64x2.mul(radius, cos))));
  const b = f32x4.demote_f64x2_zero(f64x2.add(mean, f64x2.mul(deviation, f64x2.mul(radius, sin))));
  return v128.shuffle<i32>(a, b, 0, 4, 1, 5);
}

/**
 * [out, key] n, mean, standardDeviation: by Box-Muller, two numbers from two words a, b:
 * r = sqrt(-2 ln((a + 1) 2^-32)); r cos(2 pi b 2^-32), r sin(2 pi b 2^-32), all in f64 and rounded once.
 */
export function normal_f32(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const key = pointerAt(args, 1);
  const n = integerAt(args, 2, ELEMENTS);
  const mean = f64x2.splat(numberAt(args, 2, MEAN));
  const deviation = f64x2.splat(numberAt(args, 2, DEVIATION));
  const words = scratch(thread);
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  for (let i = shareStart(n, ELEMENT_BLOCK, thread, threads); i < end; i += 4) {
    if ((i & (WORDS - 1)) == 0) philox(words, key, i >> 2);
    const value = fourNormal(v128.load(words + (<usize>(i & (WORDS - 1)) << 2)), mean, deviation);
    storeLanes(out + (<usize>i << 2), value, min(end - i, 4));
  }
}
