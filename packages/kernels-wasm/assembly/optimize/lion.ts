import { loadLanes, storeLanes } from '../lanes';
import { flipOf } from './flip';
import { update } from './update';

@unmanaged class LionHyper {
  learningRate: f64;
  beta1: f64;
  beta2: f64;
  weightDecay: f64;
  maximize: f64;
}

/** -1, 0 or 1; NaN where x is NaN. */
// @ts-ignore: decorator
@inline function sign(x: v128): v128 {
  const one = v128.or(v128.and(x, f32x4.splat(-0.0)), f32x4.splat(1));
  return v128.or(v128.and(one, f32x4.ne(x, f32x4.splat(0))), f32x4.ne(x, x));
}

/**
 * c is rounded to f32: where its two terms cancel to less than their own rounding, its sign may differ from
 * that of the reference loop, which computes in f64. In f64 the kernel takes three times as long (235,000
 * parameters, two AVX-512 cores).
 */
@unmanaged class Lion {
  p: usize;
  m: usize;
  g: usize;
  hyper: LionHyper;

  @inline step(start: i32, end: i32): void {
    const p = this.p;
    const m = this.m;
    const g = this.g;
    const hyper = this.hyper;
    const rate = f32x4.splat(<f32>hyper.learningRate);
    const shrink = f32x4.splat(<f32>(1 - hyper.learningRate * hyper.weightDecay));
    const keep1 = f32x4.splat(<f32>hyper.beta1);
    const gain1 = f32x4.splat(<f32>(1 - hyper.beta1));
    const keep2 = f32x4.splat(<f32>hyper.beta2);
    const gain2 = f32x4.splat(<f32>(1 - hyper.beta2));
    const flip = flipOf(hyper.maximize);
    for (let i = start; i < end; i += 4) {
      const at = <usize>i << 2;
      const count = min(end - i, 4);
      const momentum = loadLanes(m + at, count);
      const gradient = v128.xor(loadLanes(g + at, count), flip);
      const c = f32x4.add(f32x4.mul(keep1, momentum), f32x4.mul(gain1, gradient));
      const shrunk = f32x4.mul(shrink, loadLanes(p + at, count));
      storeLanes(p + at, f32x4.sub(shrunk, f32x4.mul(rate, sign(c))), count);
      storeLanes(m + at, f32x4.add(f32x4.mul(keep2, momentum), f32x4.mul(gain2, gradient)), count);
    }
  }
}

/**
 * [p, m, g, hyper(f64)]... count, sizes...: c = beta1 m + (1 - beta1) g; p = (1 - lr lambda) p - lr sign(c);
 * m likewise by beta2
 */
export function lion_f32(args: usize, thread: i32, threads: i32): void {
  update<Lion>(args, thread, threads);
}
