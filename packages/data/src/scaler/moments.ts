/** Row-major values of shape [count, channels, spatial]. */
export interface ChannelLayout {
  readonly count: number;
  readonly channels: number;
  readonly spatial: number;
}

/**
 * Mean and (biased) variance of one channel, in two passes in f64. The sums are of differences from the first
 * value, so a constant channel has the variance 0 exactly, and a mean of many deviations costs no digits.
 */
export function moments(
  values: ArrayLike<number>,
  { count, channels, spatial }: ChannelLayout,
  channel: number,
): { readonly mean: number; readonly variance: number } {
  const first = values[channel * spatial]!;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const start = (i * channels + channel) * spatial;
    for (let s = start; s < start + spatial; s++) sum += values[s]! - first;
  }
  const offset = sum / (count * spatial);
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const start = (i * channels + channel) * spatial;
    for (let s = start; s < start + spatial; s++) {
      const difference = values[s]! - first - offset;
      squares += difference * difference;
    }
  }
  return { mean: first + offset, variance: squares / (count * spatial) };
}
