import { madd } from '../madd';

/**
 * Peak speed of the core: `turns` times 12 multiply-adds on registers alone, in the 12 independent chains of
 * a 6x8 tile. Reads 14 vectors at `area` and writes one behind them. Compiled for the bench only, not into
 * the builds.
 */
export function limit(turns: i32, area: usize): void {
  const x = v128.load(area), y = v128.load(area, 16);
  let c0 = v128.load(area, 32), c1 = v128.load(area, 48), c2 = v128.load(area, 64), c3 = v128.load(area, 80);
  let c4 = v128.load(area, 96), c5 = v128.load(area, 112), c6 = v128.load(area, 128);
  let c7 = v128.load(area, 144);
  let c8 = v128.load(area, 160), c9 = v128.load(area, 176), c10 = v128.load(area, 192);
  let c11 = v128.load(area, 208);
  for (; turns > 0; turns--) {
    c0 = madd(x, y, c0); c1 = madd(x, y, c1); c2 = madd(x, y, c2); c3 = madd(x, y, c3);
    c4 = madd(x, y, c4); c5 = madd(x, y, c5); c6 = madd(x, y, c6); c7 = madd(x, y, c7);
    c8 = madd(x, y, c8); c9 = madd(x, y, c9); c10 = madd(x, y, c10); c11 = madd(x, y, c11);
  }
  c0 = f32x4.add(
    f32x4.add(f32x4.add(c0, c1), f32x4.add(c2, c3)), f32x4.add(f32x4.add(c4, c5), f32x4.add(c6, c7)),
  );
  v128.store(area, f32x4.add(c0, f32x4.add(f32x4.add(c8, c9), f32x4.add(c10, c11))), 224);
}
