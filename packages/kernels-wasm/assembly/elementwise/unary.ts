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

/** [out, x] n: out[i] = op(x[i]). */
// @ts-ignore: decorator
@inline export function unary<Op>(args: usize, thread: i32, threads: i32): void {
  const op = changetype<Op>(0);
  const out = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const n = integerAt(args, 2, ELEMENTS);
  let i = shareStart(n, ELEMENT_BLOCK, thread, threads);
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  for (; i + 8 <= end; i += 8) {
    const at = <usize>i << 2;
    const first = op.apply(v128.load(x + at));
    const second = op.apply(v128.load(x + at, 16));
    v128.store(out + at, first);
    v128.store(out + at, second, 16);
  }
  for (; i + 4 <= end; i += 4) {
    const at = <usize>i << 2;
    v128.store(out + at, op.apply(v128.load(x + at)));
  }
  if (i < end) {
    const at = <usize>i << 2;
    storePartial(out + at, op.apply(loadPartial(x + at, end - i)), end - i);
  }
}

/** [out, x] n, p, q: out[i] = op(x[i], p, q), with `count` (1 or 2) parameters; if 1, q is p. */
// @ts-ignore: decorator
@inline export function unaryWith<Op>(args: usize, count: i32, thread: i32, threads: i32): void {
  const op = changetype<Op>(0);
  const out = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const n = integerAt(args, 2, ELEMENTS);
  const p = f32x4.splat(<f32>numberAt(args, 2, CONSTANTS));
  const q = f32x4.splat(<f32>numberAt(args, 2, count));
  let i = shareStart(n, ELEMENT_BLOCK, thread, threads);
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  for (; i + 4 <= end; i += 4) {
    const at = <usize>i << 2;
    v128.store(out + at, op.apply(v128.load(x + at), p, q));
  }
  if (i < end) {
    const at = <usize>i << 2;
    storePartial(out + at, op.apply(loadPartial(x + at, end - i), p, q), end - i);
  }
}
