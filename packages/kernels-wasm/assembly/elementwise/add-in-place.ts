import { integerAt, pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';

/** [x, y] n: x += y */
export function addInPlace_f32(args: usize, thread: i32, threads: i32): void {
  const x = pointerAt(args, 0);
  const y = pointerAt(args, 1);
  const n = integerAt(args, 2, 0);
  const end = shareEnd(n, 64, thread, threads);
  for (let i = shareStart(n, 64, thread, threads); i < end; i += 4) {
    const at = <usize>i << 2;
    const count = min(end - i, 4);
    storeLanes(x + at, f32x4.add(loadLanes(x + at, count), loadLanes(y + at, count)), count);
  }
}
