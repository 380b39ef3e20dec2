import { binary } from './binary';

/**
 * As in C: 1 for base 1, and for base -1 with an infinite exponent. The standard library
 * returns NaN there, as JavaScript does.
 */
function power(a: f32, b: f32): f32 {
  if (a == 1 || (a == -1 && abs(b) == f32.POSITIVE_INFINITY)) return 1;
  return NativeMathf.pow(a, b);
}

/**
 * Four scalar powers of the standard library. They are computed in f64 from +, -, * and tables, so their bits
 * are the same everywhere.
 */
function powers(a: v128, b: v128): v128 {
  let out = f32x4.splat(power(f32x4.extract_lane(a, 0), f32x4.extract_lane(b, 0)));
  out = f32x4.replace_lane(out, 1, power(f32x4.extract_lane(a, 1), f32x4.extract_lane(b, 1)));
  out = f32x4.replace_lane(out, 2, power(f32x4.extract_lane(a, 2), f32x4.extract_lane(b, 2)));
  return f32x4.replace_lane(out, 3, power(f32x4.extract_lane(a, 3), f32x4.extract_lane(b, 3)));
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
