import { ELEMENT_BLOCK, pointerAt, scratch, shareEnd, shareStart } from '../args';
import { toInteger } from '../convert';
import { rankOf, rowLengthOf, rowsOf, rowStrideOf, walkNext, walkOffset, walkStart } from '../walk';

/** Converts one element like JavaScript's typed arrays. */
// @ts-ignore: decorator
@inline function move<To, From>(to: usize, from: usize): void {
  if (isFloat<From>() && isInteger<To>()) store<To>(to, <To>toInteger(<f64>load<From>(from)));
  else store<To>(to, <To>load<From>(from));
}

/**
 * [out, x] rank, shape..., outStrides..., xStrides...: out[i] = x[i] for every index i, with strides on both
 * sides.
 */
// @ts-ignore: decorator
@inline function copy<To, From>(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const rank = rankOf(args, 2);
  const n = rowLengthOf(args, 2, rank);
  const outStride = <usize>rowStrideOf(args, 2, rank, 0) * sizeof<To>();
  const xStride = <usize>rowStrideOf(args, 2, rank, 1) * sizeof<From>();
  const dense = outStride == sizeof<To>() && xStride == sizeof<From>();
  const rows = rowsOf(args, 2, rank);
  const whole = rank > 1;
  const first = whole ? shareStart(rows, 1, thread, threads) : 0;
  const last = whole ? shareEnd(rows, 1, thread, threads) : 1;
  const from = <usize>(whole ? 0 : shareStart(n, ELEMENT_BLOCK, thread, threads));
  const to = <usize>(whole ? n : shareEnd(n, ELEMENT_BLOCK, thread, threads));
  if (first >= last || from >= to) return;
  const walk = scratch(thread);
  walkStart(args, 2, 2, first, walk);
  for (let r = first; r < last; r++) {
    const rowOut = out + walkOffset(walk, 2, 0) * sizeof<To>();
    const rowX = x + walkOffset(walk, 2, 1) * sizeof<From>();
    if (dense && sizeof<To>() == sizeof<From>() && isFloat<To>() == isFloat<From>()) {
      memory.copy(rowOut + from * sizeof<To>(), rowX + from * sizeof<To>(), (to - from) * sizeof<To>());
    } else {
      for (let i = from; i < to; i++) move<To, From>(rowOut + i * outStride, rowX + i * xStride);
    }
    walkNext(walk, rank, 2);
  }
}

export function copy_f32_f32(args: usize, thread: i32, threads: i32): void {
  copy<f32, f32>(args, thread, threads);
}

export function copy_f32_f64(args: usize, thread: i32, threads: i32): void {
  copy<f32, f64>(args, thread, threads);
}

export function copy_f32_i32(args: usize, thread: i32, threads: i32): void {
  copy<f32, i32>(args, thread, threads);
}

export function copy_f32_u8(args: usize, thread: i32, threads: i32): void {
  copy<f32, u8>(args, thread, threads);
}

export function copy_f64_f32(args: usize, thread: i32, threads: i32): void {
  copy<f64, f32>(args, thread, threads);
}

export function copy_f64_f64(args: usize, thread: i32, threads: i32): void {
  copy<f64, f64>(args, thread, threads);
}

export function copy_f64_i32(args: usize, thread: i32, threads: i32): void {
  copy<f64, i32>(args, thread, threads);
}

export function copy_f64_u8(args: usize, thread: i32, threads: i32): void {
  copy<f64, u8>(args, thread, threads);
}

export function copy_i32_f32(args: usize, thread: i32, threads: i32): void {
  copy<i32, f32>(args, thread, threads);
}

export function copy_i32_f64(args: usize, thread: i32, threads: i32): void {
  copy<i32, f64>(args, thread, threads);
}

export function copy_i32_i32(args: usize, thread: i32, threads: i32): void {
  copy<i32, i32>(args, thread, threads);
}

export function copy_i32_u8(args: usize, thread: i32, threads: i32): void {
  copy<i32, u8>(args, thread, threads);
}

export function copy_u8_f32(args: usize, thread: i32, threads: i32): void {
  copy<u8, f32>(args, thread, threads);
}

export function copy_u8_f64(args: usize, thread: i32, threads: i32): void {
  copy<u8, f64>(args, thread, threads);
}

export function copy_u8_i32(args: usize, thread: i32, threads: i32): void {
  copy<u8, i32>(args, thread, threads);
}

export function copy_u8_u8(args: usize, thread: i32, threads: i32): void {
  copy<u8, u8>(args, thread, threads);
}
