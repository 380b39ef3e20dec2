import { pointerAt } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { affine } from './affine';

/** dgamma = sum of dy xhat and dbeta = sum of dy over the rows, for up to four columns. */
// @ts-ignore: decorator
@inline function four(args: usize, at: usize, rows: i32, stride: usize, count: i32): void {
  const dy = pointerAt(args, 3) + at;
  const x = pointerAt(args, 4) + at;
  const pairs = pointerAt(args, 5);
  let gammaTotal = f32x4.splat(0);
  let betaTotal = f32x4.splat(0);
  for (let r = 0; r < rows; ) {
    const end = min(r + 128, rows);
    let gammaSum = f32x4.splat(0);
    let betaSum = f32x4.splat(0);
    for (; r < end; r++) {
      const mean = load<f64>(pairs + (<usize>r << 4));
      const root = load<f64>(pairs + (<usize>r << 4), 8);
      const near = <f32>mean;
      const drift = f32x4.splat(<f32>((<f64>near - mean) * root));
      const d = loadLanes(dy + <usize>r * stride, count);
      const unit = affine(
        loadLanes(x + <usize>r * stride, count), f32x4.splat(near), f32x4.splat(<f32>root), drift,
      );
      gammaSum = f32x4.add(gammaSum, f32x4.mul(d, unit));
      betaSum = f32x4.add(betaSum, d);
    }
    gammaTotal = f32x4.add(gammaTotal, gammaSum);
    betaTotal = f32x4.add(betaTotal, betaSum);
  }
  storeLanes(pointerAt(args, 1) + at, gammaTotal, count);
  storeLanes(pointerAt(args, 2) + at, betaTotal, count);
}

/** dgamma and dbeta of the columns [from, to), for rows too long for partial sums. */
export function gradOfColumns(args: usize, rows: i32, n: i32, from: i32, to: i32): void {
  const stride = <usize>n << 2;
  let j = from;
  for (; j + 4 <= to; j += 4) four(args, <usize>j << 2, rows, stride, 4);
  if (j < to) four(args, <usize>j << 2, rows, stride, to - j);
}
