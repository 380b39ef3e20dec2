import { integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, loadPartial, storeLanes, storePartial } from '../lanes';
import { madd } from '../madd';

/** gamma / sqrt(variance + eps), the root in f64. */
// @ts-ignore: decorator
@inline function scaleOf(gamma: f32, variance: f32, eps: f64): f32 {
  return <f32>(<f64>gamma / sqrt<f64>(<f64>variance + eps));
}

/** One row of neighbours of one channel. */
function row(y: usize, x: usize, n: i32, mean: f32, scale: f32, shift: f32): void {
  const means = f32x4.splat(mean);
  const scales = f32x4.splat(scale);
  const shifts = f32x4.splat(shift);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    v128.store(y + at, madd(f32x4.sub(v128.load(x + at), means), scales, shifts));
  }
  if (i < n) {
    const at = <usize>i << 2;
    storePartial(y + at, madd(f32x4.sub(loadPartial(x + at, n - i), means), scales, shifts), n - i);
  }
}

/** Up to four channels that are columns. */
// @ts-ignore: decorator
@inline function columns(y: usize, x: usize, n: i32, stride: usize, means: v128, scales: v128, shifts: v128, count: i32): void {
  for (let i = 0; i < n; i++) {
    const at = <usize>i * stride;
    storeLanes(y + at, madd(f32x4.sub(loadLanes(x + at, count), means), scales, shifts), count);
  }
}

/** gamma / sqrt(variance + eps) in each of up to four lanes, the roots in f64. */
// @ts-ignore: decorator
@inline function scales(gamma: usize, variance: usize, eps: f64, count: i32): v128 {
  const g = loadLanes(gamma, count);
  const v = loadLanes(variance, count);
  const e = f64x2.splat(eps);
  const low = f64x2.div(f64x2.promote_low_f32x4(g), f64x2.sqrt(f64x2.add(f64x2.promote_low_f32x4(v), e)));
  const gHigh = v128.shuffle<i32>(g, g, 2, 3, 2, 3);
  const vHigh = v128.shuffle<i32>(v, v, 2, 3, 2, 3);
  const high = f64x2.div(f64x2.promote_low_f32x4(gHigh), f64x2.sqrt(f64x2.add(f64x2.promote_low_f32x4(vHigh), e)));
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** [y, x, mean, variance, gamma, beta] N, C, S, eps: y = (x - mean) gamma / sqrt(variance + eps) + beta by channel */
export function batchNorm_f32(args: usize, thread: i32, threads: i32): void {
  const y = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const mean = pointerAt(args, 2);
  const variance = pointerAt(args, 3);
  const gamma = pointerAt(args, 4);
  const beta = pointerAt(args, 5);
  const n = integerAt(args, 6, 0);
  const c = integerAt(args, 6, 1);
  const s = integerAt(args, 6, 2);
  const eps = numberAt(args, 6, 3);
  if (s == 1) {
    const stride = <usize>c << 2;
    const to = shareEnd(c, 16, thread, threads);
    let j = shareStart(c, 16, thread, threads);
    for (; j + 4 <= to; j += 4) {
      const at = <usize>j << 2;
      const scale = scales(gamma + at, variance + at, eps, 4);
      columns(y + at, x + at, n, stride, v128.load(mean + at), scale, v128.load(beta + at), 4);
    }
    const rest = to - j;
    if (rest > 0) {
      const at = <usize>j << 2;
      const scale = scales(gamma + at, variance + at, eps, rest);
      columns(y + at, x + at, n, stride, loadPartial(mean + at, rest), scale, loadPartial(beta + at, rest), rest);
    }
    return;
  }
  const last = shareEnd(n * c, 1, thread, threads);
  for (let r = shareStart(n * c, 1, thread, threads); r < last; r++) {
    const channel = <usize>(r % c) << 2;
    const at = (<usize>r * s) << 2;
    const scale = scaleOf(load<f32>(gamma + channel), load<f32>(variance + channel), eps);
    row(y + at, x + at, s, load<f32>(mean + channel), scale, load<f32>(beta + channel));
  }
}
