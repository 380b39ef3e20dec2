import { integerAt, pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { madd } from '../madd';

/** out = source scale + shift for four bytes given as u32 lanes. */
// @ts-ignore: decorator
@inline function put(out: usize, bytes: v128, scale: v128, shift: v128): void {
  v128.store(out, madd(f32x4.convert_i32x4_s(bytes), scale, shift));
}

function normalizeBytes(out: usize, source: usize, n: i32, scale: f32, shift: f32): void {
  const scales = f32x4.splat(scale);
  const shifts = f32x4.splat(shift);
  let i = 0;
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
  for (; i < n; i++) {
    const value = madd(f32x4.splat(<f32>load<u8>(source + <usize>i)), scales, shifts);
    v128.store32_lane(out + (<usize>i << 2), value, 0);
  }
}

function normalizeFloats(out: usize, source: usize, n: i32, scale: f32, shift: f32): void {
  const scales = f32x4.splat(scale);
  const shifts = f32x4.splat(shift);
  for (let i = 0; i < n; i += 4) {
    const at = <usize>i << 2;
    const count = min(n - i, 4);
    storeLanes(out + at, madd(loadLanes(source + at, count), scales, shifts), count);
  }
}

/** Examples of elements of `elementSize` bytes: f32 where it is 4, else bytes. */
// @ts-ignore: decorator
@inline function gatherNormalize(args: usize, elementSize: i32, thread: i32, threads: i32): void {
  const indices = pointerAt(args, 2);
  const count = integerAt(args, 5, 0);
  const c = integerAt(args, 5, 1);
  const s = integerAt(args, 5, 2);
  const size = <usize>c * s;
  const end = shareEnd(count, 4, thread, threads);
  for (let i = shareStart(count, 4, thread, threads); i < end; i++) {
    const example = pointerAt(args, 1) + <usize>load<i32>(indices + (<usize>i << 2)) * size * elementSize;
    const out = pointerAt(args, 0) + ((<usize>i * size) << 2);
    for (let channel = 0; channel < c; channel++) {
      const lane = <usize>channel << 2;
      const start = <usize>channel * s;
      const scale = load<f32>(pointerAt(args, 3) + lane);
      const shift = load<f32>(pointerAt(args, 4) + lane);
      const from = example + start * elementSize;
      if (elementSize == 4) normalizeFloats(out + (start << 2), from, s, scale, shift);
      else normalizeBytes(out + (start << 2), from, s, scale, shift);
    }
  }
}

/**
 * [out(f32), source(u8), indices(i32), scale(C), shift(C)] count, C, S: example i of out is example indices[i] of
 * source, each channel c of S elements as source scale[c] + shift[c]. Shares are examples.
 */
export function gatherNormalize_f32_u8(args: usize, thread: i32, threads: i32): void {
  gatherNormalize(args, 1, thread, threads);
}

/** The same from f32. */
export function gatherNormalize_f32_f32(args: usize, thread: i32, threads: i32): void {
  gatherNormalize(args, 4, thread, threads);
}
