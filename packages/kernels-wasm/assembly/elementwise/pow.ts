import { binary } from './binary';

/** Four scalar powers: the standard library's, computed in f64 from +, -, * and tables, so the same everywhere. */
function powers(a: v128, b: v128): v128 {
  let out = f32x4.splat(NativeMathf.pow(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)));
  out = f32x4.replace_lane(out, 1, NativeMathf.pow(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)));
  out = f32x4.replace_lane(out, 2, NativeMathf.pow(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)));
  return f32x4.replace_lane(out, 3, NativeMathf.pow(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)));
}

@unmanaged class Pow {
  @inline apply(a: v128, b: v128): v128 {
    return powers(a, b);
  }
}

/** out = a^b */
export function pow_f32(args: usize, thread: i32, threads: i32): void {
  binary<Pow>(args, thread, threads);
}
