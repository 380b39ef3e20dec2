import { compare } from './binary';

@unmanaged class Greater {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.gt(a, b);
  }
}

/** out = 1 where a > b, else 0 */
export function greater_f32(args: usize, thread: i32, threads: i32): void {
  compare<Greater>(args, thread, threads);
}

@unmanaged class GreaterEqual {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.ge(a, b);
  }
}

/** out = 1 where a >= b, else 0 */
export function greaterEqual_f32(args: usize, thread: i32, threads: i32): void {
  compare<GreaterEqual>(args, thread, threads);
}

@unmanaged class Less {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.lt(a, b);
  }
}

/** out = 1 where a < b, else 0 */
export function less_f32(args: usize, thread: i32, threads: i32): void {
  compare<Less>(args, thread, threads);
}

@unmanaged class LessEqual {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.le(a, b);
  }
}

/** out = 1 where a <= b, else 0 */
export function lessEqual_f32(args: usize, thread: i32, threads: i32): void {
  compare<LessEqual>(args, thread, threads);
}

@unmanaged class Equal {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.eq(a, b);
  }
}

/** out = 1 where a = b, else 0 */
export function equal_f32(args: usize, thread: i32, threads: i32): void {
  compare<Equal>(args, thread, threads);
}

@unmanaged class EqualIntegers {
  @inline apply(a: v128, b: v128): v128 {
    return i32x4.eq(a, b);
  }
}

/** out = 1 where a = b, else 0: compares labels with predictions, for an accuracy */
export function equal_i32(args: usize, thread: i32, threads: i32): void {
  compare<EqualIntegers>(args, thread, threads);
}

@unmanaged class NotEqual {
  @inline apply(a: v128, b: v128): v128 {
    return f32x4.ne(a, b);
  }
}

/** out = 1 where a != b, else 0 */
export function notEqual_f32(args: usize, thread: i32, threads: i32): void {
  compare<NotEqual>(args, thread, threads);
}
