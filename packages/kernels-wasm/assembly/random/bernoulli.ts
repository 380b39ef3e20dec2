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
import { threshold } from './threshold';

// Place among the numbers.
const PROBABILITY: i32 = 1;

/** [out, key] n, probability: 1 where the element's uniform number is below the probability, else 0 */
export function bernoulli_f32(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const key = pointerAt(args, 1);
  const n = integerAt(args, 2, ELEMENTS);
  const below = i32x4.splat(threshold(numberAt(args, 2, PROBABILITY)));
  const words = scratch(thread);
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  for (let i = shareStart(n, ELEMENT_BLOCK, thread, threads); i < end; i += 4) {
    if ((i & (WORDS - 1)) == 0) philox(words, key, i >> 2);
    const bits = i32x4.shr_u(v128.load(words + (<usize>(i & (WORDS - 4)) << 2)), 8);
    const value = v128.and(i32x4.lt_s(bits, below), f32x4.splat(1));
    storeLanes(out + (<usize>i << 2), value, min(end - i, 4));
  }
}
