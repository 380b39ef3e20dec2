import { integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { blockWords } from './block-words';
import { threshold } from './threshold';

// Places among the numbers.
const PLANES: i32 = 0;
const LENGTH: i32 = 1;
const PROBABILITY: i32 = 2;

/** [y, x, key] planes, S, p: dropout of whole planes of S elements, one word per plane. Shares are planes. */
export function dropoutChannels_f32(args: usize, thread: i32, threads: i32): void {
  const planes = integerAt(args, 3, PLANES);
  const s = integerAt(args, 3, LENGTH);
  const p = numberAt(args, 3, PROBABILITY);
  const from = i32x4.splat(threshold(p));
  const keep = f32x4.splat(<f32>(1 - p));
  const end = shareEnd(planes, 4, thread, threads);
  let chosen = i32x4.splat(0);
  for (let plane = shareStart(planes, 4, thread, threads); plane < end; plane++) {
    // The decisions for four planes; that of the next plane is always in lane 0.
    if ((plane & 3) == 0) {
      chosen = i32x4.ge_s(i32x4.shr_u(blockWords(pointerAt(args, 2), plane >> 2), 8), from);
    }
    else chosen = v128.shuffle<i32>(chosen, chosen, 1, 2, 3, 0);
    const y = pointerAt(args, 0) + ((<usize>plane * s) << 2);
    const x = pointerAt(args, 1) + ((<usize>plane * s) << 2);
    if (i32x4.extract_lane(chosen, 0) == 0) {
      memory.fill(y, 0, <usize>s << 2);
      continue;
    }
    let i = 0;
    for (; i + 4 <= s; i += 4) {
      const at = <usize>i << 2;
      v128.store(y + at, f32x4.div(v128.load(x + at), keep));
    }
    if (i < s) {
      const at = <usize>i << 2;
      storeLanes(y + at, f32x4.div(loadLanes(x + at, s - i), keep), s - i);
    }
  }
}
