import { run } from './current-backend.ts';
import { ShapeError } from './errors.ts';
import { defineKernel } from './kernel.ts';
import { sameShape, shapeText } from './shape.ts';
import { squeezeDims } from './squeeze-dims.ts';
import { stridedOffsets } from './strided-offsets.ts';
import type { Tensor } from './tensor.ts';

/** `copy [out, x] rank, shape..., outStrides..., xStrides...`: out[i] = x[i] for every index i, converting the
 * dtype as JavaScript's typed arrays do. The rank is at least 1, and the two do not overlap. */
export const copyKernel = /* @__PURE__ */ defineKernel('copy', ([out, x], numbers) => {
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
export const fillKernel = /* @__PURE__ */ defineKernel('fill', ([out], [n, value]) => {
  for (let i = 0; i < n!; i++) out![i] = value!;
});

/**
 * Copies `source` into `target`, which may be a view: strides are followed on both sides, and the dtype is converted
 * as JavaScript's typed arrays convert.
 *
 * @throws ShapeError when the shapes differ; RegoptError when the two live on different back ends; DisposedError when the
 *   memory of one was freed.
 * @example
 * ```ts
 * import { copyInto, tensor, viewSlice, zeros } from '@regopt/tensor';
 * const x = zeros([4], { dtype: 'i32' });
 * copyInto(viewSlice(x, 0, 1, 3), tensor([1.5, 2.5]));
 * x.toArray(); // 0, 1, 2, 0
 * ```
 */
export function copyInto(target: Tensor, source: Tensor): void {
  if (!sameShape(target.shape, source.shape)) {
    throw new ShapeError(
      `copyInto: shapes differ: ${shapeText(target.shape)} and ${shapeText(source.shape)}.`,
    );
  }
  const [shape, [targetStrides, sourceStrides]] = squeezeDims(target.shape, [target.strides, source.strides]);
  run(copyKernel, [target, source], [shape.length, ...shape, ...targetStrides!, ...sourceStrides!]);
}
