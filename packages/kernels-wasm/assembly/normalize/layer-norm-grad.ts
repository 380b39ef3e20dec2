import { integerAt, pointerAt, shareEnd, shareStart } from '../args';
import { laneSumF64, loadLanes, loadPartial, storeLanes } from '../lanes';

/** dx of one row: rstd (g - mean g - xhat mean(g xhat)) with g = dy gamma. */
function row(dx: usize, dy: usize, x: usize, gamma: usize, n: i32, mean: f32, root: f32): void {
  const means = f32x4.splat(mean);
  const roots = f32x4.splat(root);
  let sum: f64 = 0;
  let product: f64 = 0;
  for (let i = 0; i < n; ) {
    const end = min(i + 256, n);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    for (; i + 4 <= end; i += 4) {
      const at = <usize>i << 2;
      const g = f32x4.mul(v128.load(dy + at), v128.load(gamma + at));
      a = f32x4.add(a, g);
      b = f32x4.add(b, f32x4.mul(g, f32x4.mul(f32x4.sub(v128.load(x + at), means), roots)));
    }
    if (i < end) {
      const at = <usize>i << 2;
      const g = f32x4.mul(loadPartial(dy + at, end - i), loadPartial(gamma + at, end - i));
      a = f32x4.add(a, g);
      // Lanes past the row's end hold g = 0 and a finite x, so that they add nothing.
      b = f32x4.add(b, f32x4.mul(g, f32x4.mul(f32x4.sub(loadPartial(x + at, end - i), means), roots)));
      i = end;
    }
    sum += laneSumF64(a);
    product += laneSumF64(b);
  }
  const shift = f32x4.splat(<f32>(sum / <f64>n));
  const slope = f32x4.splat(<f32>(product / <f64>n));
  let i = 0;
  for (; i + 4 <= n; i += 4) put(dx, dy, x, gamma, <usize>i << 2, means, roots, shift, slope, 4);
  if (i < n) put(dx, dy, x, gamma, <usize>i << 2, means, roots, shift, slope, n - i);
}

/** dx = root (dy gamma - shift - (x - mean) root slope) for `count` (1 to 4) values. */
// @ts-ignore: decorator
@inline function put(
  dx: usize, dy: usize, x: usize, gamma: usize, at: usize, mean: v128, root: v128, shift: v128, slope: v128, count: i32,
): void {
  const g = f32x4.mul(loadLanes(dy + at, count), loadLanes(gamma + at, count));
  const unit = f32x4.mul(f32x4.sub(loadLanes(x + at, count), mean), root);
  const centred = f32x4.sub(f32x4.sub(g, shift), f32x4.mul(unit, slope));
  storeLanes(dx + at, f32x4.mul(root, centred), count);
}

/** dgamma = sum of dy xhat and dbeta = sum of dy over the rows, for up to four columns. */
// @ts-ignore: decorator
@inline function columns(args: usize, at: usize, rows: i32, stride: usize, count: i32): void {
  const dy = pointerAt(args, 3) + at;
  const x = pointerAt(args, 4) + at;
  const mean = pointerAt(args, 5);
  const root = pointerAt(args, 6);
  let gammaTotal = f32x4.splat(0);
  let betaTotal = f32x4.splat(0);
  for (let r = 0; r < rows; ) {
    const end = min(r + 128, rows);
    let gammaSum = f32x4.splat(0);
    let betaSum = f32x4.splat(0);
    for (; r < end; r++) {
      const lane = <usize>r << 2;
      const d = loadLanes(dy + <usize>r * stride, count);
      const centred = f32x4.sub(loadLanes(x + <usize>r * stride, count), v128.load32_splat(mean + lane));
      gammaSum = f32x4.add(gammaSum, f32x4.mul(d, f32x4.mul(centred, v128.load32_splat(root + lane))));
      betaSum = f32x4.add(betaSum, d);
    }
    gammaTotal = f32x4.add(gammaTotal, gammaSum);
    betaTotal = f32x4.add(betaTotal, betaSum);
  }
  storeLanes(pointerAt(args, 1) + at, gammaTotal, count);
  storeLanes(pointerAt(args, 2) + at, betaTotal, count);
}

/** [dx, dgamma, dbeta, dy, x, mean, rstd, gamma] rows, n. Shares are rows for dx, columns for dgamma and dbeta. */
export function layerNormGrad_f32(args: usize, thread: i32, threads: i32): void {
  const rows = integerAt(args, 8, 0);
  const n = integerAt(args, 8, 1);
  const stride = <usize>n << 2;
  const last = shareEnd(rows, 16, thread, threads);
  for (let r = shareStart(rows, 16, thread, threads); r < last; r++) {
    const at = <usize>r * stride;
    const mean = load<f32>(pointerAt(args, 5) + (<usize>r << 2));
    const root = load<f32>(pointerAt(args, 6) + (<usize>r << 2));
    row(pointerAt(args, 0) + at, pointerAt(args, 3) + at, pointerAt(args, 4) + at, pointerAt(args, 7), n, mean, root);
  }
  const to = shareEnd(n, 16, thread, threads);
  let j = shareStart(n, 16, thread, threads);
  for (; j + 4 <= to; j += 4) columns(args, <usize>j << 2, rows, stride, 4);
  if (j < to) columns(args, <usize>j << 2, rows, stride, to - j);
}
