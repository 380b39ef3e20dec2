import { tanh } from '../math/tanh';
import { gradient } from './gradient';
import { unary } from './unary';

@unmanaged class Tanh {
  @inline apply(x: v128): v128 {
    return tanh(x);
  }
}

/** out = tanh x */
export function tanh_f32(args: usize, thread: i32, threads: i32): void {
  unary<Tanh>(args, thread, threads);
}

@unmanaged class TanhGrad {
  @inline apply(y: v128, dy: v128): v128 {
    return f32x4.mul(dy, f32x4.sub(f32x4.splat(1), f32x4.mul(y, y)));
  }
}

/** dx = dy (1 - y^2), from the output y */
export function tanhGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradient<TanhGrad>(args, thread, threads);
}
