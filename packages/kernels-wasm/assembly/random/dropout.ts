import { integerAt, numberAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { philox, WORDS } from './philox';
import { threshold } from './threshold';

/**
 * [y, x, key] n, p: y = x / (1 - p) where the element's uniform number is at least p, else 0; p = 1 gives zeros. The mask
 * is drawn again from the key whenever it is needed, so that the backward pass is the same kernel on dy.
 */
export function dropout_f32(args: usize, thread: i32, threads: i32): void {
  const y = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const key = pointerAt(args, 2);
  const n = integerAt(args, 3, 0);
  const p = numberAt(args, 3, 1);
  const from = i32x4.splat(threshold(p));
  const keep = f32x4.splat(<f32>(1 - p));
  const words = scratch(thread);
  const end = shareEnd(n, 64, thread, threads);
  let i = shareStart(n, 64, thread, threads);
  for (; i + WORDS <= end; i += WORDS) {
    philox(words, key, i >> 2);
    for (let part = 0; part < 4 * WORDS; part += 16) {
      const at = (<usize>i << 2) + part;
      const kept = i32x4.ge_s(i32x4.shr_u(v128.load(words + part), 8), from);
      v128.store(y + at, v128.and(f32x4.div(v128.load(x + at), keep), kept));
    }
  }
  if (i < end) philox(words, key, i >> 2);
  for (; i < end; i += 4) {
    const at = <usize>i << 2;
    const count = min(end - i, 4);
    const kept = i32x4.ge_s(i32x4.shr_u(v128.load(words + (<usize>(i & (WORDS - 4)) << 2)), 8), from);
    storeLanes(y + at, v128.and(f32x4.div(loadLanes(x + at, count), keep), kept), count);
  }
}

/** [y, x, key] planes, S, p: dropout of whole planes of S elements, one draw for each plane */
export function dropoutChannels_f32(args: usize, thread: i32, threads: i32): void {
  const y = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const key = pointerAt(args, 2);
  const planes = integerAt(args, 3, 0);
  const s = integerAt(args, 3, 1);
  const p = numberAt(args, 3, 2);
  const from = threshold(p);
  const keep = f32x4.splat(<f32>(1 - p));
  const words = scratch(thread);
  const end = shareEnd(planes, WORDS, thread, threads);
  for (let plane = shareStart(planes, WORDS, thread, threads); plane < end; plane++) {
    if ((plane & (WORDS - 1)) == 0) philox(words, key, plane >> 2);
    const kept = <i32>(load<u32>(words + (<usize>(plane & (WORDS - 1)) << 2)) >> 8) >= from;
    const start = (<usize>plane * s) << 2;
    if (!kept) {
      memory.fill(y + start, 0, <usize>s << 2);
      continue;
    }
    for (let i = 0; i < s; i += 4) {
      const at = start + (<usize>i << 2);
      const count = min(s - i, 4);
      storeLanes(y + at, f32x4.div(loadLanes(x + at, count), keep), count);
    }
  }
}
