import { choose } from '../lanes';
import { gradientWith } from './gradient';
import { unaryWith } from './unary';

@unmanaged class LeakyRelu {
  @inline apply(x: v128, slope: v128, _: v128): v128 {
    return choose(f32x4.gt(x, f32x4.splat(0)), x, f32x4.mul(x, slope));
  }
}

/** out = x where x > 0, else slope x */
export function leakyRelu_f32(args: usize, thread: i32, threads: i32): void {
  unaryWith<LeakyRelu>(args, 1, thread, threads);
}

@unmanaged class LeakyReluGrad {
  @inline apply(x: v128, dy: v128, slope: v128, _: v128): v128 {
    return choose(f32x4.gt(x, f32x4.splat(0)), dy, f32x4.mul(dy, slope));
  }
}

/** dx = dy where x > 0, else slope dy */
export function leakyReluGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradientWith<LeakyReluGrad>(args, 1, thread, threads);
}
