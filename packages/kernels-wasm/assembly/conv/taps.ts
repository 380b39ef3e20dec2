/**
 * The taps of a kernel that reach a given row (or column) of the input: those with (origin - tap * dilation)
 * divisible by the stride, where `origin` is the row plus the padding. They are firstTap,
 * firstTap + tapPeriod, and so on.
 */

/** Distance between two taps that reach the same row. */
export function tapPeriod(stride: i32, dilation: i32): i32 {
  let a = stride, b = dilation;
  while (b) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return stride / a;
}

/** The first tap that reaches the row, or a number larger than any kernel if none does. */
export function firstTap(origin: i32, dilation: i32, stride: i32): i32 {
  for (let tap = 0; tap < stride; tap++) {
    if ((origin - tap * dilation) % stride == 0) return tap;
  }
  return i32.MAX_VALUE / 2;
}

/** Number of taps of a kernel of `size` that reach it. */
export function tapCount(first: i32, period: i32, size: i32): i32 {
  return first < size ? (size - first + period - 1) / period : 0;
}
