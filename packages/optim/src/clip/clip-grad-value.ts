import { defineKernel, run, type Tensor, ValueError, valueText } from '@regopt/tensor';
import type { Gradients } from '../gradients.ts';
import { ownGradients } from './own-gradients.ts';

/** `clampInPlace [x] n, min, max`: x = min(max(x, min), max); NaN stays. */
export const clampInPlaceKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'clampInPlace' },
  ([x], [n, min, max]) => {
    for (let i = 0; i < n!; i++) x![i] = Math.min(Math.max(x![i]!, min!), max!);
  },
);

/**
 * Clamps every element of every gradient to -limit..limit, in place, and returns the gradients. The direction
 * of the step changes; {@link clipGradNorm} keeps it. Use the returned map: a gradient with shared memory was
 * copied.
 *
 * Source: PyTorch's torch/nn/utils/clip_grad.py.
 *
 * @param limit >= 0
 * @throws ValueError for a negative or NaN limit.
 * @example
 * ```ts
 * import { clipGradValue } from '@regopt/optim';
 * import { tensor } from '@regopt/tensor';
 * const weight = tensor([0, 0, 0]);
 * const gradients = clipGradValue(new Map([[weight, tensor([3, -0.5, -4])]]), 1);
 * gradients.get(weight)?.toArray(); // 1, -0.5, -1
 * ```
 */
export function clipGradValue(gradients: Gradients, limit: number): Map<Tensor, Tensor> {
  if (!(typeof limit === 'number' && limit >= 0))
    throw new ValueError(`clipGradValue: limit is a number >= 0, got ${valueText(limit)}.`);
  const clipped = new Map(ownGradients('clipGradValue', gradients));
  for (const gradient of clipped.values())
    run(clampInPlaceKernel, [gradient], [gradient.size, -limit, limit]);
  return clipped;
}
