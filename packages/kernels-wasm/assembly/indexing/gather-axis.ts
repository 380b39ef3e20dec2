import { integerAt, pointerAt, shareEnd, shareStart } from '../args';
import { GatherNumber } from './gather-number';

/**
 * [out, x, indices(i32)] outer, nx, nOut, inner: out[o, k, j] = x[o, indices[o, k, j], j]. Shares are rows of
 * inner.
 */
export function gatherAxis_f32(args: usize, thread: i32, threads: i32): void {
  const out = pointerAt(args, 0);
  const x = pointerAt(args, 1);
  const indices = pointerAt(args, 2);
  const outer = integerAt(args, 3, GatherNumber.outer);
  const nx = integerAt(args, 3, GatherNumber.nx);
  const nOut = integerAt(args, 3, GatherNumber.nOut);
  const inner = integerAt(args, 3, GatherNumber.inner);
  const end = shareEnd(outer * nOut, 16, thread, threads);
  for (let r = shareStart(outer * nOut, 16, thread, threads); r < end; r++) {
    const row = (<usize>r * inner) << 2;
    const slab = x + ((<usize>(r / nOut) * nx * inner) << 2);
    for (let j = 0; j < inner; j++) {
      const lane = <usize>j << 2;
      const index = <usize>load<i32>(indices + row + lane);
      store<f32>(out + row + lane, load<f32>(slab + ((index * inner) << 2) + lane));
    }
  }
}

/**
 * [dx, indices(i32), dy] outer, nx, nOut, inner: dx[o, indices[o, k, j], j] += dy[o, k, j], with k ascending.
 * Shares are slabs of the outer axis.
 */
export function scatterAddAxis_f32(args: usize, thread: i32, threads: i32): void {
  const dx = pointerAt(args, 0);
  const indices = pointerAt(args, 1);
  const dy = pointerAt(args, 2);
  const outer = integerAt(args, 3, GatherNumber.outer);
  const nx = integerAt(args, 3, GatherNumber.nx);
  const nOut = integerAt(args, 3, GatherNumber.nOut);
  const inner = integerAt(args, 3, GatherNumber.inner);
  const end = shareEnd(outer, 16, thread, threads);
  for (let o = shareStart(outer, 16, thread, threads); o < end; o++) {
    const slab = dx + ((<usize>o * nx * inner) << 2);
    for (let k = 0; k < nOut; k++) {
      const row = ((<usize>o * nOut + k) * inner) << 2;
      for (let j = 0; j < inner; j++) {
        const lane = <usize>j << 2;
        const at = slab + ((<usize>load<i32>(indices + row + lane) * inner) << 2) + lane;
        store<f32>(at, load<f32>(at) + load<f32>(dy + row + lane));
      }
    }
  }
}
