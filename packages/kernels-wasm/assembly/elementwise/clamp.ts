import { ELEMENT_BLOCK, ELEMENTS, integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';
import { gradientWith } from './gradient';
import { unaryWith } from './unary';

// Places among the numbers.
const LOW: i32 = 1;
const HIGH: i32 = 2;

@unmanaged class Clamp {
  @inline apply(x: v128, low: v128, high: v128): v128 {
    return f32x4.min(f32x4.max(x, low), high);
  }
}

/** out = min(max(x, low), high); NaN stays NaN */
export function clamp_f32(args: usize, thread: i32, threads: i32): void {
  unaryWith<Clamp>(args, 2, thread, threads);
}

@unmanaged class ClampGrad {
  @inline apply(x: v128, dy: v128, low: v128, high: v128): v128 {
    const infinite = f32x4.splat(Infinity);
    const above = v128.or(f32x4.gt(x, low), f32x4.eq(low, f32x4.neg(infinite)));
    return v128.and(dy, v128.and(above, v128.or(f32x4.lt(x, high), f32x4.eq(high, infinite))));
  }
}

/** dx = dy where low < x < high, else 0; an infinite bound does not limit */
export function clampGrad_f32(args: usize, thread: i32, threads: i32): void {
  gradientWith<ClampGrad>(args, 2, thread, threads);
}

/** [x] n, low, high: x = clamp(x) in place */
export function clampInPlace_f32(args: usize, thread: i32, threads: i32): void {
  const x = pointerAt(args, 0);
  const n = integerAt(args, 1, ELEMENTS);
  const low = f32x4.splat(<f32>numberAt(args, 1, LOW));
  const high = f32x4.splat(<f32>numberAt(args, 1, HIGH));
  let i = shareStart(n, ELEMENT_BLOCK, thread, threads);
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  for (; i + 4 <= end; i += 4) {
    const at = x + (<usize>i << 2);
    v128.store(at, f32x4.min(f32x4.max(v128.load(at), low), high));
  }
  for (; i < end; i++) {
    const at = x + (<usize>i << 2);
    v128.store32_lane(at, f32x4.min(f32x4.max(v128.load32_zero(at), low), high), 0);
  }
}
