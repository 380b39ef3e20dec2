import { integerAt, numberAt, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { laneSumF64, loadLanes, loadPartial, maskOf, storeLanes, storePartial } from '../lanes';

/** Sums over one row: of dy into `sums`, of dy (x - mean) into `sums + 8`, both f64 and added to. */
function addRowSums(sums: usize, dy: usize, x: usize, n: i32, mean: f32): void {
  const means = f32x4.splat(mean);
  let i = 0;
  while (i < n) {
    const end = min(i + 512, n);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (; i + 8 <= end; i += 8) {
      const at = <usize>i << 2;
      const first = v128.load(dy + at);
      const second = v128.load(dy + at, 16);
      a = f32x4.add(a, first);
      b = f32x4.add(b, f32x4.mul(first, f32x4.sub(v128.load(x + at), means)));
      c = f32x4.add(c, second);
      d = f32x4.add(d, f32x4.mul(second, f32x4.sub(v128.load(x + at, 16), means)));
    }
    for (; i + 4 <= end; i += 4) {
      const at = <usize>i << 2;
      const first = v128.load(dy + at);
      a = f32x4.add(a, first);
      b = f32x4.add(b, f32x4.mul(first, f32x4.sub(v128.load(x + at), means)));
    }
    if (i < end) {
      const at = <usize>i << 2;
      const rest = loadPartial(dy + at, end - i);
      c = f32x4.add(c, rest);
      const product = f32x4.mul(rest, f32x4.sub(loadPartial(x + at, end - i), means));
      d = f32x4.add(d, v128.and(product, maskOf(end - i)));
      i = end;
    }
    store<f64>(sums, load<f64>(sums) + laneSumF64(f32x4.add(a, c)));
    store<f64>(sums, load<f64>(sums, 8) + laneSumF64(f32x4.add(b, d)), 8);
  }
}

/** dx = scale (dy - shift - (x - mean) slope) over one row. */
function writeRow(dx: usize, dy: usize, x: usize, n: i32, mean: f32, scale: f32, shift: f32, slope: f32): void {
  const means = f32x4.splat(mean);
  const scales = f32x4.splat(scale);
  const shifts = f32x4.splat(shift);
  const slopes = f32x4.splat(slope);
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    const at = <usize>i << 2;
    const pull = f32x4.mul(f32x4.sub(v128.load(x + at), means), slopes);
    v128.store(dx + at, f32x4.mul(scales, f32x4.sub(f32x4.sub(v128.load(dy + at), shifts), pull)));
  }
  if (i < n) {
    const at = <usize>i << 2;
    const rest = n - i;
    const pull = f32x4.mul(f32x4.sub(loadPartial(x + at, rest), means), slopes);
    storePartial(dx + at, f32x4.mul(scales, f32x4.sub(f32x4.sub(loadPartial(dy + at, rest), shifts), pull)), rest);
  }
}

/** 1 / sqrt(variance + eps) in each of up to four lanes, the roots in f64. */
// @ts-ignore: decorator
@inline function reciprocalRoots(variance: v128, eps: f64): v128 {
  const one = f64x2.splat(1);
  const e = f64x2.splat(eps);
  const upper = v128.shuffle<i32>(variance, variance, 2, 3, 2, 3);
  const low = f64x2.div(one, f64x2.sqrt(f64x2.add(f64x2.promote_low_f32x4(variance), e)));
  const high = f64x2.div(one, f64x2.sqrt(f64x2.add(f64x2.promote_low_f32x4(upper), e)));
  return v128.shuffle<i32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** Up to four channels that are columns: both sums in one pass, dx in a second. */
// @ts-ignore: decorator
@inline function columns(args: usize, at: usize, n: i32, stride: usize, eps: f64, count: i32): void {
  const dx = pointerAt(args, 0) + at;
  const dy = pointerAt(args, 3) + at;
  const x = pointerAt(args, 4) + at;
  const means = loadLanes(pointerAt(args, 5) + at, count);
  const roots = reciprocalRoots(loadLanes(pointerAt(args, 6) + at, count), eps);
  let total = f32x4.splat(0);
  let productTotal = f32x4.splat(0);
  for (let i = 0; i < n; ) {
    const end = min(i + 128, n);
    let sum = f32x4.splat(0);
    let productSum = f32x4.splat(0);
    for (; i < end; i++) {
      const row = <usize>i * stride;
      const d = loadLanes(dy + row, count);
      sum = f32x4.add(sum, d);
      productSum = f32x4.add(productSum, f32x4.mul(d, f32x4.sub(loadLanes(x + row, count), means)));
    }
    total = f32x4.add(total, sum);
    productTotal = f32x4.add(productTotal, productSum);
  }
  const dgamma = f32x4.mul(productTotal, roots);
  storeLanes(pointerAt(args, 1) + at, dgamma, count);
  storeLanes(pointerAt(args, 2) + at, total, count);
  const scale = f32x4.mul(loadLanes(pointerAt(args, 7) + at, count), roots);
  const rows = f32x4.splat(<f32>n);
  const shift = f32x4.div(total, rows);
  const slope = f32x4.div(f32x4.mul(dgamma, roots), rows);
  for (let i = 0; i < n; i++) {
    const row = <usize>i * stride;
    const pull = f32x4.mul(f32x4.sub(loadLanes(x + row, count), means), slope);
    storeLanes(dx + row, f32x4.mul(scale, f32x4.sub(f32x4.sub(loadLanes(dy + row, count), shift), pull)), count);
  }
}

/**
 * [dx, dgamma, dbeta, dy, x, mean, variance, gamma] N, C, S, eps: the gradient through the batch's own statistics,
 * dx = gamma / sigma (dy - mean dy - xhat mean(dy xhat)), dgamma = sum dy xhat, dbeta = sum dy. Shares are channels.
 */
export function batchNormGrad_f32(args: usize, thread: i32, threads: i32): void {
  const n = integerAt(args, 8, 0);
  const c = integerAt(args, 8, 1);
  const s = integerAt(args, 8, 2);
  const eps = numberAt(args, 8, 3);
  if (s == 1) {
    const stride = <usize>c << 2;
    const to = shareEnd(c, 16, thread, threads);
    let j = shareStart(c, 16, thread, threads);
    for (; j + 4 <= to; j += 4) columns(args, <usize>j << 2, n, stride, eps, 4);
    if (j < to) columns(args, <usize>j << 2, n, stride, eps, to - j);
    return;
  }
  const dx = pointerAt(args, 0);
  const dgamma = pointerAt(args, 1);
  const dbeta = pointerAt(args, 2);
  const dy = pointerAt(args, 3);
  const x = pointerAt(args, 4);
  const sums = scratch(thread);
  const count = <f64>n * <f64>s;
  const step = (<usize>c * s) << 2;
  const last = shareEnd(c, 1, thread, threads);
  for (let channel = shareStart(c, 1, thread, threads); channel < last; channel++) {
    const lane = <usize>channel << 2;
    const first = (<usize>channel * s) << 2;
    const mean = load<f32>(pointerAt(args, 5) + lane);
    const root = 1 / sqrt<f64>(<f64>load<f32>(pointerAt(args, 6) + lane) + eps);
    store<f64>(sums, 0);
    store<f64>(sums, 0, 8);
    for (let i = 0; i < n; i++) addRowSums(sums, dy + first + <usize>i * step, x + first + <usize>i * step, s, mean);
    const sum = load<f64>(sums);
    const product = load<f64>(sums, 8) * root;
    store<f32>(dgamma + lane, <f32>product);
    store<f32>(dbeta + lane, <f32>sum);
    const scale = <f32>(<f64>load<f32>(pointerAt(args, 7) + lane) * root);
    const shift = <f32>(sum / count);
    const slope = <f32>((product * root) / count);
    for (let i = 0; i < n; i++) {
      const at = first + <usize>i * step;
      writeRow(dx + at, dy + at, x + at, s, mean, scale, shift, slope);
    }
  }
}
