import { choose, loadLanes, storeLanes } from '../lanes';
import { flipOf } from './flip';
import { update } from './update';

@unmanaged class AdamHyper {
  learningRate: f64;
  beta1: f64;
  beta2: f64;
  epsilon: f64;
  weightDecay: f64;
  correction1: f64;
  rootCorrection2: f64;
  maximize: f64;
}

/**
 * Adam's step over the elements [start, end) of one parameter, in PyTorch's order of operations, except that
 * a quotient by a constant is a product here: divisions limit the speed of this loop. correction1 is
 * 1 - beta1^t, rootCorrection2 sqrt(1 - beta2^t); numbers common to all elements are computed from hyper in
 * f64. `decoupled` is AdamW: the parameter shrinks before the moments; otherwise the decay is added to the
 * gradient. `vMax` is 0 without amsgrad.
 */
// @ts-ignore: decorator
@inline function adamStep(
  p: usize, m: usize, v: usize, vMax: usize, g: usize, hyper: AdamHyper,
  decoupled: bool, amsgrad: bool, start: i32, end: i32,
): void {
  const rate = hyper.learningRate;
  const beta1 = hyper.beta1;
  const weightDecay = hyper.weightDecay;
  // lerp from the nearer end: m + (1 - beta1)(g - m), or g - beta1 (g - m), which is exactly g for beta1 = 0.
  const slow = i32x4.splat(beta1 > 0.5 ? -1 : 0);
  const gain1 = f32x4.splat(<f32>(beta1 > 0.5 ? 1 - beta1 : -beta1));
  const keep2 = f32x4.splat(<f32>hyper.beta2);
  const gain2 = f32x4.splat(<f32>(1 - hyper.beta2));
  const epsilon = f32x4.splat(<f32>hyper.epsilon);
  const decay = f32x4.splat(<f32>weightDecay);
  const shrink = f32x4.splat(<f32>(1 - rate * weightDecay));
  const size = f32x4.splat(<f32>(rate / hyper.correction1));
  const correction = f32x4.splat(<f32>(1 / hyper.rootCorrection2));
  const flip = flipOf(hyper.maximize);
  for (let i = start; i < end; i += 4) {
    const at = <usize>i << 2;
    const count = min(end - i, 4);
    let parameter = loadLanes(p + at, count);
    let gradient = v128.xor(loadLanes(g + at, count), flip);
    if (decoupled) parameter = f32x4.mul(parameter, shrink);
    else if (weightDecay != 0) gradient = f32x4.add(gradient, f32x4.mul(parameter, decay));
    const before = loadLanes(m + at, count);
    const from = choose(slow, before, gradient);
    const first = f32x4.add(from, f32x4.mul(gain1, f32x4.sub(gradient, before)));
    const squares = f32x4.mul(f32x4.mul(gain2, gradient), gradient);
    let second = f32x4.add(f32x4.mul(loadLanes(v + at, count), keep2), squares);
    storeLanes(m + at, first, count);
    storeLanes(v + at, second, count);
    if (amsgrad) {
      second = f32x4.max(loadLanes(vMax + at, count), second);
      storeLanes(vMax + at, second, count);
    }
    const denominator = f32x4.add(f32x4.mul(f32x4.sqrt(second), correction), epsilon);
    storeLanes(p + at, f32x4.sub(parameter, f32x4.div(f32x4.mul(size, first), denominator)), count);
  }
}

@unmanaged class Adam {
  p: usize;
  m: usize;
  v: usize;
  g: usize;
  hyper: AdamHyper;

  @inline step(start: i32, end: i32): void {
    adamStep(this.p, this.m, this.v, 0, this.g, this.hyper, false, false, start, end);
  }
}

@unmanaged class AdamAmsgrad {
  p: usize;
  m: usize;
  v: usize;
  vMax: usize;
  g: usize;
  hyper: AdamHyper;

  @inline step(start: i32, end: i32): void {
    adamStep(this.p, this.m, this.v, this.vMax, this.g, this.hyper, false, true, start, end);
  }
}

@unmanaged class Adamw {
  p: usize;
  m: usize;
  v: usize;
  g: usize;
  hyper: AdamHyper;

  @inline step(start: i32, end: i32): void {
    adamStep(this.p, this.m, this.v, 0, this.g, this.hyper, true, false, start, end);
  }
}

@unmanaged class AdamwAmsgrad {
  p: usize;
  m: usize;
  v: usize;
  vMax: usize;
  g: usize;
  hyper: AdamHyper;

  @inline step(start: i32, end: i32): void {
    adamStep(this.p, this.m, this.v, this.vMax, this.g, this.hyper, true, true, start, end);
  }
}

/**
 * [p, m, v, g, hyper(f64)]... count, sizes...: one step of Adam, with the weight decay added to the gradient
 */
export function adam_f32(args: usize, thread: i32, threads: i32): void {
  update<Adam>(args, thread, threads);
}

/** [p, m, v, vMax, g, hyper(f64)]... count, sizes...: the same with the largest second moment so far */
export function adamAmsgrad_f32(args: usize, thread: i32, threads: i32): void {
  update<AdamAmsgrad>(args, thread, threads);
}

/** [p, m, v, g, hyper(f64)]... count, sizes...: one step of AdamW, with decoupled weight decay */
export function adamw_f32(args: usize, thread: i32, threads: i32): void {
  update<Adamw>(args, thread, threads);
}

/** [p, m, v, vMax, g, hyper(f64)]... count, sizes...: the same with the largest second moment so far */
export function adamwAmsgrad_f32(args: usize, thread: i32, threads: i32): void {
  update<AdamwAmsgrad>(args, thread, threads);
}
