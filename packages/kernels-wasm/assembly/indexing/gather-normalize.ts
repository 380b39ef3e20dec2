import { integerAt, pointerAt, shareEnd, shareStart } from '../args';
import { ChannelNumber } from '../channel-number';
import { loadLanes, storeLanes } from '../lanes';
import { madd } from '../madd';
import { affine } from '../normalize/affine';

/** out = source scale + shift for four bytes in u32 lanes. */
// @ts-ignore: decorator
@inline function put(out: usize, bytes: v128, scale: v128, shift: v128): void {
  v128.store(out, madd(f32x4.convert_i32x4_s(bytes), scale, shift));
}

function normalizeBytes(out: usize, source: usize, n: i32, mean: f32, scale: f32, shift: f32): void {
  const scales = f32x4.splat(scale);
  const shifts = f32x4.splat(shift);
  let i = 0;
  // A nonzero mean is passed only if it is many deviations from 0: too rare to need a fast loop.
  if (mean == 0) {
    for (; i + 16 <= n; i += 16) {
      const bytes = v128.load(source + <usize>i);
      const low = i16x8.extend_low_i8x16_u(bytes);
      const high = i16x8.extend_high_i8x16_u(bytes);
      const at = out + (<usize>i << 2);
      put(at, i32x4.extend_low_i16x8_u(low), scales, shifts);
      put(at + 16, i32x4.extend_high_i16x8_u(low), scales, shifts);
      put(at + 32, i32x4.extend_low_i16x8_u(high), scales, shifts);
      put(at + 48, i32x4.extend_high_i16x8_u(high), scales, shifts);
    }
  }
  // The same instruction as above: equal bytes give equal floats at every position.
  for (; i < n; i++) {
    const value = f32x4.splat(<f32>load<u8>(source + <usize>i) - mean);
    v128.store32_lane(out + (<usize>i << 2), madd(value, scales, shifts), 0);
  }
}

function normalizeFloats(out: usize, source: usize, n: i32, mean: f32, scale: f32, shift: f32): void {
  const means = f32x4.splat(mean);
  const scales = f32x4.splat(scale);
  const shifts = f32x4.splat(shift);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const count = min(n - i, 4);
    storeLanes(out + at, affine(loadLanes(source + at, count), means, scales, shifts), count);
  }
}

/** Examples with elements of `elementSize` bytes: f32 if 4, else u8. */
// @ts-ignore: decorator
@inline function gatherNormalize(args: usize, elementSize: i32, thread: i32, threads: i32): void {
  const indices = pointerAt(args, 2);
  const count = integerAt(args, 4, ChannelNumber.batch);
  const c = integerAt(args, 4, ChannelNumber.channels);
  const s = integerAt(args, 4, ChannelNumber.inner);
  const size = <usize>c * s;
  const bytes = <usize>c << 2;
  const end = shareEnd(count, 4, thread, threads);
  for (let i = shareStart(count, 4, thread, threads); i < end; i++) {
    const example = pointerAt(args, 1) + <usize>load<i32>(indices + (<usize>i << 2)) * size * elementSize;
    const out = pointerAt(args, 0) + ((<usize>i * size) << 2);
    for (let channel = 0; channel < c; channel++) {
      const lane = pointerAt(args, 3) + (<usize>channel << 2);
      const start = <usize>channel * s;
      const mean = load<f32>(lane);
      const scale = load<f32>(lane + bytes);
      const shift = load<f32>(lane + 2 * bytes);
      const from = example + start * elementSize;
      if (elementSize == 4) normalizeFloats(out + (start << 2), from, s, mean, scale, shift);
      else normalizeBytes(out + (start << 2), from, s, mean, scale, shift);
    }
  }
}

/**
 * [out(f32), source(u8), indices(i32), affine(3, C)] count, C, S: example i of out is example indices[i] of
 * source, each channel c of S elements as (source - affine[0, c]) affine[1, c] + affine[2, c]. Shares are
 * examples.
 */
export function gatherNormalize_f32_u8(args: usize, thread: i32, threads: i32): void {
  gatherNormalize(args, 1, thread, threads);
}

/** The same for f32 sources. */
export function gatherNormalize_f32_f32(args: usize, thread: i32, threads: i32): void {
  gatherNormalize(args, 4, thread, threads);
}
