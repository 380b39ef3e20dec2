import { defineKernel } from '../backend/kernel.ts';
import { stridedOffsets } from '../shape/strided-offsets.ts';

/**
 * `copy [out, x] rank, shape..., outStrides..., xStrides...`: out[i] = x[i] for every index i, with the dtype
 * conversion of JavaScript's typed arrays. The rank is at least 1. The two must not overlap.
 */
export const copyKernel = /* @__PURE__ */ defineKernel({ builtIn: 'copy' }, ([out, x], numbers) => {
  const rank = numbers[0]!;
  const outer = numbers.slice(1, rank);
  const length = numbers[rank]!;
  const outStride = numbers[2 * rank]!;
  const xStride = numbers[3 * rank]!;
  const outOffsets = stridedOffsets(outer, numbers.slice(1 + rank, 2 * rank));
  const xOffsets = stridedOffsets(outer, numbers.slice(1 + 2 * rank, 3 * rank));
  for (const at of outOffsets) {
    const from = xOffsets.next().value!;
    for (let i = 0; i < length; i++) out![at + i * outStride] = x![from + i * xStride]!;
  }
});

/** `fill [out] n, value`: out[i] = value. */
export const fillKernel = /* @__PURE__ */ defineKernel({ builtIn: 'fill' }, ([out], [n, value]) => {
  for (let i = 0; i < n!; i++) out![i] = value!;
});
