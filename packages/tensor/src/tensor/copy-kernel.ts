import { defineKernel } from '../backend/kernel.ts';
import { stridedOffsets } from '../shape/strided-offsets.ts';
import { readWalk } from '../shape/walk-numbers.ts';

/**
 * `copy [out, x] rank, shape..., outStrides..., xStrides...`: out[i] = x[i] for every index i, with the dtype
 * conversion of JavaScript's typed arrays. The rank is at least 1. The two must not overlap.
 */
export const copyKernel = /* @__PURE__ */ defineKernel({ builtIn: 'copy' }, ([out, x], numbers) => {
  const [shape, outStrides, xStrides] = readWalk<[out: number[], x: number[]]>(numbers);
  // Row by row: the last axis has loops of its own.
  const length = shape.pop()!;
  const outStride = outStrides.pop()!;
  const xStride = xStrides.pop()!;
  const outOffsets = stridedOffsets(shape, outStrides);
  const xOffsets = stridedOffsets(shape, xStrides);
  for (const at of outOffsets) {
    const from = xOffsets.next().value!;
    for (let i = 0; i < length; i++) out![at + i * outStride] = x![from + i * xStride]!;
  }
});

/** `fill [out] n, value`: out[i] = value. */
export const fillKernel = /* @__PURE__ */ defineKernel({ builtIn: 'fill' }, ([out], [n, value]) => {
  for (let i = 0; i < n!; i++) out![i] = value!;
});
