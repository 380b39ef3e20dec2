import { laneSumF64, loadPartial } from '../lanes';

/**
 * Elements that are summed in f32 before their sum is added to the f64 total: 64 values in each of 16 lanes.
 */
const BLOCK: i32 = 1024;

/**
 * Sum of n adjacent values: blocks in sixteen f32 lanes, the sums of the blocks in f64, always in the same
 * order.
 */
export function sumRow(p: usize, n: i32): f64 {
  let total: f64 = 0;
  let i = 0;
  while (i < n) {
    const end = min(i + BLOCK, n);
    let a = f32x4.splat(0);
    let b = f32x4.splat(0);
    let c = f32x4.splat(0);
    let d = f32x4.splat(0);
    for (; i + 16 <= end; i += 16) {
      const at = p + (<usize>i << 2);
      a = f32x4.add(a, v128.load(at));
      b = f32x4.add(b, v128.load(at, 16));
      c = f32x4.add(c, v128.load(at, 32));
      d = f32x4.add(d, v128.load(at, 48));
    }
    for (; i + 4 <= end; i += 4) a = f32x4.add(a, v128.load(p + (<usize>i << 2)));
    if (i < end) {
      b = f32x4.add(b, loadPartial(p + (<usize>i << 2), end - i));
      i = end;
    }
    total += laneSumF64(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)));
  }
  return total;
}
