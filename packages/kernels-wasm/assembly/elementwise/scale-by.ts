import { integerAt, pointerAt, shareEnd, shareStart } from '../args';

/** [x, factor(f64)] n: x = x factor, in place, the factor rounded to f32 first as PyTorch's clip does */
export function scaleBy_f32(args: usize, thread: i32, threads: i32): void {
  const x = pointerAt(args, 0);
  const factor = f32x4.splat(<f32>load<f64>(pointerAt(args, 1)));
  const n = integerAt(args, 2, 0);
  let i = shareStart(n, 64, thread, threads);
  const end = shareEnd(n, 64, thread, threads);
  for (; i + 4 <= end; i += 4) {
    const at = x + (<usize>i << 2);
    v128.store(at, f32x4.mul(v128.load(at), factor));
  }
  for (; i < end; i++) {
    const at = x + (<usize>i << 2);
    v128.store32_lane(at, f32x4.mul(v128.load32_zero(at), factor), 0);
  }
}
