// Loops that measure the machine's limits, in the same kind of build as the kernels: the compiler's --use
// sets RELAXED.

// @ts-ignore: decorator
@inline function madd(a: v128, b: v128, c: v128): v128 {
  if (RELAXED) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/**
 * `turns` times 12 multiply-adds of 4 lanes on registers only, in 12 independent chains: as many as the inner
 * tile of 6x8 of a product has. It reads 14 vectors at `area` and writes one after them, so the compiler can
 * remove nothing.
 */
export function multiplyAdd(turns: i32, area: usize): void {
  const x = v128.load(area), y = v128.load(area, 16);
  let c0 = v128.load(area, 32), c1 = v128.load(area, 48), c2 = v128.load(area, 64), c3 = v128.load(area, 80);
  let c4 = v128.load(area, 96), c5 = v128.load(area, 112), c6 = v128.load(area, 128);
  let c7 = v128.load(area, 144), c8 = v128.load(area, 160), c9 = v128.load(area, 176);
  let c10 = v128.load(area, 192), c11 = v128.load(area, 208);
  for (; turns > 0; turns--) {
    c0 = madd(x, y, c0); c1 = madd(x, y, c1); c2 = madd(x, y, c2); c3 = madd(x, y, c3);
    c4 = madd(x, y, c4); c5 = madd(x, y, c5); c6 = madd(x, y, c6); c7 = madd(x, y, c7);
    c8 = madd(x, y, c8); c9 = madd(x, y, c9); c10 = madd(x, y, c10); c11 = madd(x, y, c11);
  }
  c0 = f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3));
  c0 = f32x4.add(c0, f32x4.add(f32x4.add(c4, c5), f32x4.add(c6, c7)));
  v128.store(area, f32x4.add(c0, f32x4.add(f32x4.add(c8, c9), f32x4.add(c10, c11))), 224);
}

/**
 * The triad of McCalpin's STREAM, a = b + 3 c, over `bytes` bytes of each (a multiple of 64): two reads, one
 * write.
 */
export function triad(a: usize, b: usize, c: usize, bytes: usize): void {
  const scale = f32x4.splat(3);
  for (const end = a + bytes; a < end; a += 64, b += 64, c += 64) {
    v128.store(a, madd(scale, v128.load(c), v128.load(b)));
    v128.store(a, madd(scale, v128.load(c, 16), v128.load(b, 16)), 16);
    v128.store(a, madd(scale, v128.load(c, 32), v128.load(b, 32)), 32);
    v128.store(a, madd(scale, v128.load(c, 48), v128.load(b, 48)), 48);
  }
}
