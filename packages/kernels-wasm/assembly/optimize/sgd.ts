import { pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { flipOf } from './flip';
import { allBlocks, BLOCK, blocksOf, numbersOf, repeatsOf, sizeAt } from './repeats';

/** hyper: learningRate, momentum, dampening, weightDecay, nesterov, maximize, first. */
// @ts-ignore: decorator
@inline function hyperAt(hyper: usize, i: i32): f64 {
  return load<f64>(hyper + (<usize>i << 3));
}

/**
 * Elements [i, i + count): the gradient enters the buffer, the buffer moves the parameter. Where there is no decay, `decays` has no
 * bit set and `none` is -0, which no sum changes by: 0 times an infinite parameter would be NaN. A branch takes 4 % longer.
 */
// @ts-ignore: decorator
@inline function step(
  p: usize, buffer: usize, g: usize, count: i32,
  rate: v128, momentum: v128, keep: v128, decay: v128, decays: v128, none: v128, flip: v128, nesterov: bool, first: bool,
): void {
  const parameter = loadLanes(p, count);
  const pull = v128.or(v128.and(f32x4.mul(parameter, decay), decays), none);
  const gradient = f32x4.add(v128.xor(loadLanes(g, count), flip), pull);
  const moved = first
    ? gradient
    : f32x4.add(f32x4.mul(loadLanes(buffer, count), momentum), f32x4.mul(gradient, keep));
  storeLanes(buffer, moved, count);
  const direction = nesterov ? f32x4.add(gradient, f32x4.mul(moved, momentum)) : moved;
  storeLanes(p, f32x4.sub(parameter, f32x4.mul(direction, rate)), count);
}

/**
 * [p, buffer, g, hyper(f64)]... count, sizes...: g += lambda p; buffer = mu buffer + (1 - tau) g, at first g; p -= lr buffer,
 * or with Nesterov p -= lr (g + mu buffer). In PyTorch's order of operations.
 */
export function sgd_f32(args: usize, thread: i32, threads: i32): void {
  const count = repeatsOf(args, 0, 4);
  const sizes = numbersOf(args, count * 4) + 8;
  const all = allBlocks(sizes, count, BLOCK);
  let first = shareStart(all, 1, thread, threads);
  let last = shareEnd(all, 1, thread, threads);
  for (let i = 0; i < count && last > 0; i++) {
    const n = sizeAt(sizes, i);
    const blocks = blocksOf(n, BLOCK);
    if (first < blocks) sgdStep(args + <usize>(i << 4), max(first, 0) * BLOCK, min(last * BLOCK, n));
    first -= blocks;
    last -= blocks;
  }
}

/** The elements [start, end) of one parameter. */
// @ts-ignore: decorator
@inline function sgdStep(args: usize, start: i32, end: i32): void {
  const p = pointerAt(args, 0);
  const buffer = pointerAt(args, 1);
  const g = pointerAt(args, 2);
  const hyper = pointerAt(args, 3);
  const rate = f32x4.splat(<f32>hyperAt(hyper, 0));
  const momentum = f32x4.splat(<f32>hyperAt(hyper, 1));
  const keep = f32x4.splat(<f32>(1 - hyperAt(hyper, 2)));
  const decay = f32x4.splat(<f32>hyperAt(hyper, 3));
  const decays = i32x4.splat(hyperAt(hyper, 3) != 0 ? -1 : 0);
  const none = v128.andnot(f32x4.splat(-0.0), decays);
  const nesterov = hyperAt(hyper, 4) != 0;
  const flip = flipOf(hyperAt(hyper, 5));
  const first = hyperAt(hyper, 6) != 0;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const at = <usize>i << 2;
    step(p + at, buffer + at, g + at, 4, rate, momentum, keep, decay, decays, none, flip, nesterov, first);
  }
  if (i < end) {
    const at = <usize>i << 2;
    step(p + at, buffer + at, g + at, end - i, rate, momentum, keep, decay, decays, none, flip, nesterov, first);
  }
}

// @ts-ignore: decorator
@inline function plainStep(p: usize, g: usize, count: i32, rate: v128, decay: v128, decays: bool, flip: v128): void {
  const parameter = loadLanes(p, count);
  let gradient = v128.xor(loadLanes(g, count), flip);
  if (decays) gradient = f32x4.add(gradient, f32x4.mul(parameter, decay));
  storeLanes(p, f32x4.sub(parameter, f32x4.mul(gradient, rate)), count);
}

/** [p, g, hyper(f64)]... count, sizes...: the rule without momentum, p -= lr (g + lambda p); hyper as in `sgd`. */
export function sgdPlain_f32(args: usize, thread: i32, threads: i32): void {
  const count = repeatsOf(args, 0, 3);
  const sizes = numbersOf(args, count * 3) + 8;
  const all = allBlocks(sizes, count, BLOCK);
  let first = shareStart(all, 1, thread, threads);
  let last = shareEnd(all, 1, thread, threads);
  for (let i = 0; i < count && last > 0; i++) {
    const n = sizeAt(sizes, i);
    const blocks = blocksOf(n, BLOCK);
    if (first < blocks) sgdPlainStep(args + <usize>(i * 12), max(first, 0) * BLOCK, min(last * BLOCK, n));
    first -= blocks;
    last -= blocks;
  }
}

/** The elements [start, end) of one parameter. */
// @ts-ignore: decorator
@inline function sgdPlainStep(args: usize, start: i32, end: i32): void {
  const p = pointerAt(args, 0);
  const g = pointerAt(args, 1);
  const hyper = pointerAt(args, 2);
  const rate = f32x4.splat(<f32>hyperAt(hyper, 0));
  const decay = f32x4.splat(<f32>hyperAt(hyper, 3));
  const decays = hyperAt(hyper, 3) != 0;
  const flip = flipOf(hyperAt(hyper, 5));
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const at = <usize>i << 2;
    plainStep(p + at, g + at, 4, rate, decay, decays, flip);
  }
  if (i < end) {
    const at = <usize>i << 2;
    plainStep(p + at, g + at, end - i, rate, decay, decays, flip);
  }
}
