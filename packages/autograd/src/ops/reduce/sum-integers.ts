import {
  contiguous,
  defineKernel,
  emptyLike,
  run,
  sizeOf,
  type Tensor,
  ValueError,
  viewPermute,
} from '@regopt/tensor';

/**
 * `sumIntegers [out, x] outer, n, divisor`: out[o] = sum_k x[o, k] / divisor. The two halves of each i32 are
 * summed separately, so that the sum is exact in any order.
 */
const sumIntegersKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'sumIntegers' },
  ([out, x], [outer, n, divisor]) => {
    for (let o = 0; o < outer!; o++) {
      let low = 0;
      let high = 0;
      for (let k = 0; k < n!; k++) {
        const value = x![o * n! + k]!;
        low += value & 0xffff;
        high += value >> 16;
      }
      const total = high * 65536 + low;
      if (divisor === 1 && !Number.isSafeInteger(total))
        throw new ValueError(`sum: about ${total} passes 2^53. Sum cast(x, 'f64') to have it rounded.`);
      out![o] = total / divisor!;
    }
  },
);

/** The exact sum of u8 or i32 as f64, or their mean as f32. Integers have no gradient. */
export function sumIntegers(x: Tensor, axes: readonly number[], keepDims = false, mean = false): Tensor {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const rows = contiguous(viewPermute(x, [...kept, ...axes]));
  const n = sizeOf(rows.shape.slice(kept.length));
  const shape = keepDims
    ? x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
    : rows.shape.slice(0, kept.length);
  const out = emptyLike(x, shape, mean ? 'f32' : 'f64');
  run(sumIntegersKernel, [out, rows], [out.size, n, mean ? n : 1]);
  return out;
}
