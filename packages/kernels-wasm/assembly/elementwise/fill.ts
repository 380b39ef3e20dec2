import { ELEMENT_BLOCK, ELEMENTS, integerAt, numberAt, pointerAt, shareEnd, shareStart } from '../args';
import { toInteger } from '../convert';

// Place among the numbers.
const VALUE: i32 = 1;

/** [out] n, value: out[i] = value */
export function fill_f32(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const n = integerAt(args, 1, ELEMENTS);
  const value = <f32>numberAt(args, 1, VALUE);
  let i = shareStart(n, ELEMENT_BLOCK, thread, threads);
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  if (reinterpret<i32>(value) == 0) {
    memory.fill(out + (<usize>i << 2), 0, <usize>(end - i) << 2);
    return;
  }
  const four = f32x4.splat(value);
  for (; i + 4 <= end; i += 4) v128.store(out + (<usize>i << 2), four);
  for (; i < end; i++) store<f32>(out + (<usize>i << 2), value);
}

/** [out] n, value: out[i] = value, rounded towards 0 and modulo 2^32 */
export function fill_i32(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const n = integerAt(args, 1, ELEMENTS);
  const value = toInteger(numberAt(args, 1, VALUE));
  const end = shareEnd(n, ELEMENT_BLOCK, thread, threads);
  for (let i = shareStart(n, ELEMENT_BLOCK, thread, threads); i < end; i++) {
    store<i32>(out + (<usize>i << 2), value);
  }
}
