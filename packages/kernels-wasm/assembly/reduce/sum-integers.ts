import { integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';

// Places among the numbers.
const OUTER: i32 = 0;
const LENGTH: i32 = 1;
const DIVISOR: i32 = 2;

/** [out, x(u8)] outer, n, divisor: out[o] = sum over k of x[o, k] / divisor. Shares are rows. */
// @ts-ignore: decorator
@inline function sumIntegers<Out>(args: usize, thread: i32, threads: i32): void {
  const outer = integerAt(args, 2, OUTER);
  const n = integerAt(args, 2, LENGTH);
  const divisor = numberAt(args, 2, DIVISOR);
  const end = shareEnd(outer, 16, thread, threads);
  for (let o = shareStart(outer, 16, thread, threads); o < end; o++) {
    const x = pointerAt(args, 1) + <usize>o * n;
    let sum: u64 = 0;
    for (let k = 0; k < n; k++) sum += load<u8>(x + <usize>k);
    store<Out>(pointerAt(args, 0) + <usize>o * sizeof<Out>(), <Out>(<f64>sum / divisor));
  }
}

export function sumIntegers_f32_u8(args: usize, thread: i32, threads: i32): void {
  sumIntegers<f32>(args, thread, threads);
}

export function sumIntegers_f64_u8(args: usize, thread: i32, threads: i32): void {
  sumIntegers<f64>(args, thread, threads);
}
