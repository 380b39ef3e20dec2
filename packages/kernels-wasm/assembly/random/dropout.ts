import { ELEMENT_BLOCK, ELEMENTS, integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { blockWords } from './block-words';
import { drawWords, WORDS } from './philox';
import { threshold } from './threshold';

// Place among the numbers.
const PROBABILITY: i32 = 1;

/** x / keep where the upper 24 bits of its word are at least `from`, else 0. */
// @ts-ignore: decorator
@inline function dropped(x: v128, words: v128, from: v128, keep: v128): v128 {
  return v128.and(f32x4.div(x, keep), i32x4.ge_s(i32x4.shr_u(words, 8), from));
}

@unmanaged class Dropped {
  @inline put(y: usize, x: usize, words: v128, from: v128, keep: v128): void {
    v128.store(y, dropped(v128.load(x), words, from, keep));
  }
}

/**
 * [y, x, key] n, p: y = x / (1 - p) where the element's uniform number is at least p, else 0; p = 1 gives
 * zeros. The mask is not stored: the backward pass runs the same kernel on dy, with the same key.
 */
export function dropout_f32(args: usize, thread: i32, threads: i32): void {
  const y = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const key = pointerAt(args, 2);
  const n = integerAt(args, 3, ELEMENTS);
  const p = numberAt(args, 3, PROBABILITY);
  const from = i32x4.splat(threshold(p));
  const keep = f32x4.splat(<f32>(1 - p));
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  let i = shareStart(n, ELEMENT_BLOCK, thread, threads);
  for (; i + WORDS <= end; i += WORDS) {
    drawWords<Dropped>(key, i >> 2, y + (<usize>i << 2), x + (<usize>i << 2), from, keep);
  }
  for (; i < end; i += 4) {
    const at = <usize>i << 2;
    const count = min(end - i, 4);
    storeLanes(y + at, dropped(loadLanes(x + at, count), blockWords(key, i >> 2), from, keep), count);
  }
}
