import { gradient } from './gradient';
import { unary } from './unary';

@unmanaged class Relu {
  @inline apply(x: v128): v128 {
    // pmax is one instruction and returns a NaN of its first operand; adding 0 turns -0 into 0.
    const zero = f32x4.splat(0);
    return f32x4.add(f32x4.pmax(x, zero), zero);
  }
}

/** out = max(x, 0); NaN stays NaN */
export function relu_f32(args: usize, thread: i32, threads: i32): void {
  unary<Relu>(args, thread, threads);
}

@unmanaged class ReluGrad {
  @inline apply(x: v128, dy: v128): v128 {
    return v128.andnot(dy, f32x4.le(x, f32x4.splat(0)));
  }
}

/** dx = 0 where x <= 0, else dy; also dy where x is NaN */
export function reluGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradient<ReluGrad>(args, thread, threads);
}
