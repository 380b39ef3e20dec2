import { loadLanes, storeLanes } from '../lanes';
import { flipOf } from './flip';
import { update } from './update';

@unmanaged class SgdHyper {
  learningRate: f64;
  momentum: f64;
  dampening: f64;
  weightDecay: f64;
  nesterov: f64;
  maximize: f64;
  first: f64;
}

/**
 * Updates elements [i, i + count): first the buffer by the gradient, then the parameter by the buffer.
 * Without weight decay the mask `decays` is 0 and `none` is -0, which changes no sum; 0 times an infinite
 * parameter would be NaN. A branch is 4 % slower.
 */
// @ts-ignore: decorator
@inline function step(
  p: usize, buffer: usize, g: usize, count: i32,
  rate: v128, momentum: v128, keep: v128, decay: v128, decays: v128, none: v128, flip: v128, nesterov: bool,
  first: bool,
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

@unmanaged class Sgd {
  p: usize;
  buffer: usize;
  g: usize;
  hyper: SgdHyper;

  @inline step(start: i32, end: i32): void {
    const p = this.p;
    const buffer = this.buffer;
    const g = this.g;
    const hyper = this.hyper;
    const rate = f32x4.splat(<f32>hyper.learningRate);
    const momentum = f32x4.splat(<f32>hyper.momentum);
    const keep = f32x4.splat(<f32>(1 - hyper.dampening));
    const decay = f32x4.splat(<f32>hyper.weightDecay);
    const decays = i32x4.splat(hyper.weightDecay != 0 ? -1 : 0);
    const none = v128.andnot(f32x4.splat(-0.0), decays);
    const nesterov = hyper.nesterov != 0;
    const flip = flipOf(hyper.maximize);
    const first = hyper.first != 0;
    let i = start;
    for (; i + 4 <= end; i += 4) {
      const at = <usize>i << 2;
      step(p + at, buffer + at, g + at, 4, rate, momentum, keep, decay, decays, none, flip, nesterov, first);
    }
    if (i < end) {
      const at = <usize>i << 2;
      step(
        p + at, buffer + at, g + at, end - i, rate, momentum, keep, decay, decays, none, flip, nesterov,
        first,
      );
    }
  }
}

/**
 * [p, buffer, g, hyper(f64)]... count, sizes...: g += lambda p; buffer = mu buffer + (1 - tau) g, in the
 * first step g; p -= lr buffer, or with Nesterov p -= lr (g + mu buffer). In PyTorch's order of operations.
 */
export function sgd_f32(args: usize, thread: i32, threads: i32): void {
  update<Sgd>(args, thread, threads);
}

// @ts-ignore: decorator
@inline function plainStep(
  p: usize, g: usize, count: i32, rate: v128, decay: v128, decays: bool, flip: v128,
): void {
  const parameter = loadLanes(p, count);
  let gradient = v128.xor(loadLanes(g, count), flip);
  if (decays) gradient = f32x4.add(gradient, f32x4.mul(parameter, decay));
  storeLanes(p, f32x4.sub(parameter, f32x4.mul(gradient, rate)), count);
}

@unmanaged class SgdPlain {
  p: usize;
  g: usize;
  hyper: SgdHyper;

  @inline step(start: i32, end: i32): void {
    const p = this.p;
    const g = this.g;
    const hyper = this.hyper;
    const rate = f32x4.splat(<f32>hyper.learningRate);
    const decay = f32x4.splat(<f32>hyper.weightDecay);
    const decays = hyper.weightDecay != 0;
    const flip = flipOf(hyper.maximize);
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
}

/**
 * [p, g, hyper(f64)]... count, sizes...: the rule without momentum, p -= lr (g + lambda p); hyper as in
 * `sgd`.
 */
export function sgdPlain_f32(args: usize, thread: i32, threads: i32): void {
  update<SgdPlain>(args, thread, threads);
}
