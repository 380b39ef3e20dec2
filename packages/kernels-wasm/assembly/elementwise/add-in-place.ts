import { ELEMENT_BLOCK, ELEMENTS, integerAt, pointerAt, shareEnd, shareStart } from '../args';
import { loadLanes, storeLanes } from '../lanes';

/** [x, y] n: x += y */
export function addInPlace_f32(args: usize, thread: i32, threads: i32): void {
  const x = pointerAt(args, 0);
  const y = pointerAt(args, 1);
  const n = integerAt(args, 2, ELEMENTS);
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  let i = shareStart(n, ELEMENT_BLOCK, thread, threads);
  for (; i + 4 <= end; i += 4) {
    const at = <usize>i << 2;
    v128.store(x + at, f32x4.add(v128.load(x + at), v128.load(y + at)));
  }
  if (i < end) {
    const at = <usize>i << 2;
    storeLanes(x + at, f32x4.add(loadLanes(x + at, end - i), loadLanes(y + at, end - i)), end - i);
  }
}
