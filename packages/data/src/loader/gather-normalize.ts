import { defineKernel } from '@regopt/tensor';

/**
 * `gatherNormalize [out, source, indices, affine(3, C)] count, C, S`: example i of `out` is example
 * indices[i] of `source`, seen as [C, S], with out = (source - affine[0, c]) * affine[1, c] + affine[2, c].
 */
export const gatherNormalizeKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'gatherNormalize' },
  ([out, source, indices, affine], [count, channels, spatial]) => {
    const size = channels! * spatial!;
    for (let i = 0; i < count!; i++) {
      for (let c = 0; c < channels!; c++) {
        const to = i * size + c * spatial!;
        const from = indices![i]! * size + c * spatial!;
        for (let s = 0; s < spatial!; s++)
          out![to + s] =
            (source![from + s]! - affine![c]!) * affine![channels! + c]! + affine![2 * channels! + c]!;
      }
    }
  },
);
