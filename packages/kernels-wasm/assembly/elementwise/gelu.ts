import { gauss, shareBelow } from '../math/normal-distribution';
import { gradient } from './gradient';
import { unary } from './unary';

@unmanaged class Gelu {
  @inline apply(x: v128): v128 {
    return f32x4.mul(x, shareBelow(x, gauss(x)));
  }
}

/** out = x P(X < x) for a standard normal X */
export function gelu_f32(args: usize, thread: i32, threads: i32): void {
  unary<Gelu>(args, thread, threads);
}

@unmanaged class GeluGrad {
  @inline apply(x: v128, dy: v128): v128 {
    const bell = gauss(x);
    const density = f32x4.mul(bell, f32x4.splat(0.39894228));
    return f32x4.mul(dy, f32x4.add(shareBelow(x, bell), f32x4.mul(x, density)));
  }
}

/** dx = dy (P(X < x) + x e^(-x^2/2) / sqrt(2 pi)) */
export function geluGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradient<GeluGrad>(args, thread, threads);
}
