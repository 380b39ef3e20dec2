import { choose, loadLanes, storeLanes } from '../lanes';
import { update } from './update';

@unmanaged class AverageHyper {
  factor: f64;
}

// @ts-ignore: decorator
@inline function approach(average: usize, weight: usize, count: i32, near: v128, gain: v128): void {
  const a = loadLanes(average, count);
  const w = loadLanes(weight, count);
  storeLanes(average, f32x4.add(choose(near, a, w), f32x4.mul(gain, f32x4.sub(w, a))), count);
}

@unmanaged class AverageWeights {
  average: usize;
  weight: usize;
  hyper: AverageHyper;

  @inline step(start: i32, end: i32): void {
    const average = this.average;
    const weight = this.weight;
    const factor = this.hyper.factor;
    if (factor == 1) {
      const first = <usize>start << 2;
      memory.copy(average + first, weight + first, <usize>(end - start) << 2);
      return;
    }
    // From the nearer end: a + factor (w - a), or w + (factor - 1)(w - a).
    const near = i32x4.splat(factor < 0.5 ? -1 : 0);
    const gain = f32x4.splat(<f32>(factor < 0.5 ? factor : factor - 1));
    let i = start;
    for (; i + 4 <= end; i += 4) {
      const at = <usize>i << 2;
      approach(average + at, weight + at, 4, near, gain);
    }
    if (i < end) {
      const at = <usize>i << 2;
      approach(average + at, weight + at, end - i, near, gain);
    }
  }
}

/** [average, weight, hyper(f64)]... count, sizes...: average += factor (weight - average); 1 copies */
export function averageWeights_f32(args: usize, thread: i32, threads: i32): void {
  update<AverageWeights>(args, thread, threads);
}
