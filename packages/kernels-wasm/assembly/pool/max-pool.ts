import { pointerAt, scratch, shareEnd, shareStart } from '../args';
import { choose, storeLanes } from '../lanes';
import { isHalving, Window, windowAt } from './window';

/** Mask of the lanes where a value replaces the max so far: larger, or NaN. */
// @ts-ignore: decorator
@inline function beats(value: v128, best: v128): v128 {
  return v128.or(f32x4.gt(value, best), f32x4.ne(value, value));
}

/**
 * `count` (1 to 4) adjacent 2 x 2 windows whose upper left corner is element `index` of the plane, at `p`.
 */
// @ts-ignore: decorator
@inline function halve(y: usize, indices: usize, p: usize, width: i32, index: i32, count: i32): void {
  const below = p + (<usize>width << 2);
  const zero = f32x4.splat(0);
  const a = count > 1 ? v128.load(p) : v128.load64_zero(p);
  const b = count == 4 ? v128.load(p, 16) : count == 3 ? v128.load64_zero(p, 16) : zero;
  const c = count > 1 ? v128.load(below) : v128.load64_zero(below);
  const d = count == 4 ? v128.load(below, 16) : count == 3 ? v128.load64_zero(below, 16) : zero;
  // The max of each row, then of both rows: as in row-major order, the first of equal values wins.
  const corner = i32x4.add(i32x4.splat(index), i32x4(0, 2, 4, 6));
  const left = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
  const right = v128.shuffle<i32>(a, b, 1, 3, 5, 7);
  const rightWins = beats(right, left);
  const top = choose(rightWins, right, left);
  // A set mask is -1: subtracting it moves one position to the right.
  const topPlace = i32x4.sub(corner, rightWins);
  const lowerLeft = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
  const lowerRight = v128.shuffle<i32>(c, d, 1, 3, 5, 7);
  const lowerRightWins = beats(lowerRight, lowerLeft);
  const bottom = choose(lowerRightWins, lowerRight, lowerLeft);
  const bottomPlace = i32x4.add(i32x4.sub(corner, lowerRightWins), i32x4.splat(width));
  const bottomWins = beats(bottom, top);
  storeLanes(y, choose(bottomWins, bottom, top), count);
  storeLanes(indices, choose(bottomWins, bottomPlace, topPlace), count);
}

function halvePlane(y: usize, indices: usize, x: usize, w: Window): void {
  const width = w.width;
  for (let i = 0; i < w.outHeight; i++) {
    const row = 2 * i * width;
    let j = 0;
    for (; j + 4 <= w.outWidth; j += 4) {
      const out = <usize>(i * w.outWidth + j) << 2;
      const index = row + 2 * j;
      halve(y + out, indices + out, x + (<usize>index << 2), width, index, 4);
    }
    const rest = w.outWidth - j;
    if (rest == 0) continue;
    const out = <usize>(i * w.outWidth + j) << 2;
    const index = row + 2 * j;
    const p = x + (<usize>index << 2);
    if (rest == 1) halve(y + out, indices + out, p, width, index, 1);
    else if (rest == 2) halve(y + out, indices + out, p, width, index, 2);
    else halve(y + out, indices + out, p, width, index, 3);
  }
}

function poolPlane(y: usize, indices: usize, x: usize, w: Window): void {
  for (let i = 0; i < w.outHeight; i++) {
    const top = i * w.strideHeight - w.padHeight;
    const firstRow = max(top, 0);
    const lastRow = min(top + w.kernelHeight, w.height);
    for (let j = 0; j < w.outWidth; j++) {
      const left = j * w.strideWidth - w.padWidth;
      const firstColumn = max(left, 0);
      const lastColumn = min(left + w.kernelWidth, w.width);
      let best: f32 = -Infinity;
      let place = firstRow * w.width + firstColumn;
      for (let row = firstRow; row < lastRow; row++) {
        for (let column = firstColumn; column < lastColumn; column++) {
          const index = row * w.width + column;
          const value = load<f32>(x + (<usize>index << 2));
          if (value > best || value != value) {
            best = value;
            place = index;
          }
        }
      }
      const out = <usize>(i * w.outWidth + j) << 2;
      store<f32>(y + out, best);
      store<i32>(indices + out, place);
    }
  }
}

/**
 * [y, indices(i32), x] planes, H, W, OH, OW, KH, KW, strideH, strideW, padH, padW: each window's max (NaN if
 * one is NaN) and its index h W + w in the plane. Shares are planes.
 */
export function maxPool2d_f32(args: usize, thread: i32, threads: i32): void {
  const w = windowAt(args, 3, scratch(thread));
  const halving = isHalving(w);
  const inPlane = (<usize>w.height * w.width) << 2;
  const outPlane = (<usize>w.outHeight * w.outWidth) << 2;
  const end = shareEnd(w.planes, 1, thread, threads);
  for (let plane = shareStart(w.planes, 1, thread, threads); plane < end; plane++) {
    const y = pointerAt(args, 0) + <usize>plane * outPlane;
    const indices = pointerAt(args, 1) + <usize>plane * outPlane;
    const x = pointerAt(args, 2) + <usize>plane * inPlane;
    if (halving) halvePlane(y, indices, x, w);
    else poolPlane(y, indices, x, w);
  }
}
