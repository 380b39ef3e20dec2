import { pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';
import { allBlocks, BLOCK, blocksOf, numbersOf, repeatsOf, sizeAt } from './repeats';

/** [factor(f64), x...] count, sizes...: every x *= factor, in place, the factor rounded to f32 first as PyTorch's clip does */
export function scaleBy_f32(args: usize, thread: i32, threads: i32): void {
  const count = repeatsOf(args, 1, 1);
  const sizes = numbersOf(args, 1 + count) + 8;
  const factor = f32x4.splat(<f32>load<f64>(pointerAt(args, 0)));
  const all = allBlocks(sizes, count, BLOCK);
  let first = shareStart(all, 1, thread, threads);
  let last = shareEnd(all, 1, thread, threads);
  for (let i = 0; i < count && last > 0; i++) {
    const x = pointerAt(args, 1 + i);
    const n = sizeAt(sizes, i);
    const blocks = blocksOf(n, BLOCK);
    const end = min(last * BLOCK, n);
    for (let j = max(first, 0) * BLOCK; j < end; j += 4) {
      const at = x + (<usize>j << 2);
      const lanes = min(end - j, 4);
      storeLanes(at, f32x4.mul(loadLanes(at, lanes), factor), lanes);
    }
    first -= blocks;
    last -= blocks;
  }
}
