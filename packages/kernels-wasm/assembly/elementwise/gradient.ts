import {
  CONSTANTS,
  ELEMENT_BLOCK,
  ELEMENTS,
  integerAt,
  numberAt,
  pointerAt,
  shareEnd,
  shareStart,
} from '../args';
import { loadPartial, storePartial } from '../lanes';

/** [dx, x, dy] n: dx[i] = op(x[i], dy[i]); some ops get the output y instead of x. */
// @ts-ignore: decorator
@inline export function gradient<Op>(args: usize, thread: i32, threads: i32): void {
  const op = changetype<Op>(0);
  const dx = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const dy = pointerAt(args, 2);
  const n = integerAt(args, 3, ELEMENTS);
  let i = shareStart(n, ELEMENT_BLOCK, thread, threads);
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  for (; i + 4 <= end; i += 4) {
    const at = <usize>i << 2;
    v128.store(dx + at, op.apply(v128.load(x + at), v128.load(dy + at)));
  }
  if (i < end) {
    const at = <usize>i << 2;
    storePartial(dx + at, op.apply(loadPartial(x + at, end - i), loadPartial(dy + at, end - i)), end - i);
  }
}

/** [dx, x, dy] n, p, q: dx[i] = op(x[i], dy[i], p, q), with `count` (1 or 2) parameters; if 1, q is p. */
// @ts-ignore: decorator
@inline export function gradientWith<Op>(args: usize, count: i32, thread: i32, threads: i32): void {
  const op = changetype<Op>(0);
  const dx = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const dy = pointerAt(args, 2);
  const n = integerAt(args, 3, ELEMENTS);
  const p = f32x4.splat(<f32>numberAt(args, 3, CONSTANTS));
  const q = f32x4.splat(<f32>numberAt(args, 3, count));
  let i = shareStart(n, ELEMENT_BLOCK, thread, threads);
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  for (; i + 4 <= end; i += 4) {
    const at = <usize>i << 2;
    v128.store(dx + at, op.apply(v128.load(x + at), v128.load(dy + at), p, q));
  }
  if (i < end) {
    const at = <usize>i << 2;
    storePartial(
      dx + at, op.apply(loadPartial(x + at, end - i), loadPartial(dy + at, end - i), p, q), end - i,
    );
  }
}
