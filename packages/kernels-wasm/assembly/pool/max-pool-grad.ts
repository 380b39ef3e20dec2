import { pointerAt, scratch, shareEnd, shareStart } from '../args';
import { loadLanes } from '../lanes';
import { isHalving, Window, windowAt } from './window';

/** Interleaves two vectors and stores the first 2 `count` of the eight values. */
// @ts-ignore: decorator
@inline function storeInterleaved(p: usize, even: v128, odd: v128, count: i32): void {
  const low = v128.shuffle<i32>(even, odd, 0, 4, 1, 5);
  const high = v128.shuffle<i32>(even, odd, 2, 6, 3, 7);
  if (count == 1) v128.store64_lane(p, low, 0);
  else v128.store(p, low);
  if (count == 3) v128.store64_lane(p, high, 0, 16);
  if (count == 4) v128.store(p, high, 16);
}

/**
 * The gradient of `count` (1 to 4) adjacent 2 x 2 windows: each goes to one of its four positions, the others
 * are 0.
 */
// @ts-ignore: decorator
@inline function spread(dx: usize, indices: usize, dy: usize, width: i32, index: i32, count: i32): void {
  const place = loadLanes(indices, count);
  const value = loadLanes(dy, count);
  const corner = i32x4.add(i32x4.splat(index), i32x4(0, 2, 4, 6));
  const a = v128.and(value, i32x4.eq(place, corner));
  const b = v128.and(value, i32x4.eq(place, i32x4.add(corner, i32x4.splat(1))));
  const c = v128.and(value, i32x4.eq(place, i32x4.add(corner, i32x4.splat(width))));
  const d = v128.and(value, i32x4.eq(place, i32x4.add(corner, i32x4.splat(width + 1))));
  storeInterleaved(dx, a, b, count);
  storeInterleaved(dx + (<usize>width << 2), c, d, count);
}

function spreadPlane(dx: usize, indices: usize, dy: usize, w: Window): void {
  const width = w.width;
  for (let i = 0; i < w.outHeight; i++) {
    const row = 2 * i * width;
    let j = 0;
    for (; j + 4 <= w.outWidth; j += 4) {
      const out = <usize>(i * w.outWidth + j) << 2;
      spread(dx + (<usize>(row + 2 * j) << 2), indices + out, dy + out, width, row + 2 * j, 4);
    }
    const rest = w.outWidth - j;
    if (rest == 0) continue;
    const out = <usize>(i * w.outWidth + j) << 2;
    const at = dx + (<usize>(row + 2 * j) << 2);
    if (rest == 1) spread(at, indices + out, dy + out, width, row + 2 * j, 1);
    else if (rest == 2) spread(at, indices + out, dy + out, width, row + 2 * j, 2);
    else spread(at, indices + out, dy + out, width, row + 2 * j, 3);
  }
}

/**
 * [dx, indices, dy] planes, H, W, OH, OW, KH, KW, strideH, strideW, padH, padW: dx is the sum of the dy of
 * all windows whose max it was, added in the order of the windows. Shares are planes.
 */
export function maxPool2dGrad_f32(args: usize, thread: i32, threads: i32): void {
  const w = windowAt(args, 3, scratch(thread));
  const halving = isHalving(w);
  const covered = halving && w.height == 2 * w.outHeight && w.width == 2 * w.outWidth;
  const inPlane = (<usize>w.height * w.width) << 2;
  const outSize = w.outHeight * w.outWidth;
  const outPlane = <usize>outSize << 2;
  const end = shareEnd(w.planes, 1, thread, threads);
  for (let plane = shareStart(w.planes, 1, thread, threads); plane < end; plane++) {
    const dx = pointerAt(args, 0) + <usize>plane * inPlane;
    const indices = pointerAt(args, 1) + <usize>plane * outPlane;
    const dy = pointerAt(args, 2) + <usize>plane * outPlane;
    if (!covered) memory.fill(dx, 0, inPlane);
    if (halving) {
      spreadPlane(dx, indices, dy, w);
      continue;
    }
    for (let i = 0; i < outSize; i++) {
      const at = dx + (<usize>load<i32>(indices + (<usize>i << 2)) << 2);
      store<f32>(at, load<f32>(at) + load<f32>(dy + (<usize>i << 2)));
    }
  }
}
