import {
  contiguous,
  defineKernel,
  emptyLike,
  run,
  ShapeError,
  shapeText,
  sizeOf,
  type Tensor,
  uniform24,
} from '@regopt/tensor';
import { record } from '../../tape.ts';
import { checkDropout, type DropoutOptions } from './dropout.ts';

/**
 * `dropoutChannels [y, x, key] planes, S, p`: dropout of whole planes of S elements, by one element of the
 * draw each.
 */
const dropoutChannelsKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'dropoutChannels' },
  ([y, x, key], [planes, inner, probability]) => {
    for (let plane = 0; plane < planes!; plane++) {
      const kept = uniform24(key!, plane) >= probability!;
      const first = plane * inner!;
      for (let at = first; at < first + inner!; at++) y![at] = kept ? x![at]! / (1 - probability!) : 0;
    }
  },
);

/**
 * Dropout of whole channels: each channel of each example becomes 0 with probability p, and is divided by
 * 1 - p otherwise. For pictures, where adjacent elements are similar and dropping single ones removes little.
 * p = 0 is x itself, p = 1 gives zeros. dx = dy with the same mask and factor, computed again from the same
 * key.
 *
 * Source: Tompson, Goroshin, Jain, LeCun, Bregler, "Efficient object localization using convolutional
 * networks", CVPR 2015, arXiv 1411.4280 (as SpatialDropout; PyTorch's Dropout2d).
 *
 * @param x `[N, C, ...]`
 * @throws ValueError when the probability is outside 0..1 or there is no generator; ShapeError when x has no
 *   channels; DTypeError for integers.
 * @example
 * ```ts
 * import { dropoutChannels } from '@regopt/autograd';
 * import { createGenerator, ones } from '@regopt/tensor';
 * const generator = createGenerator(1);
 * dropoutChannels(ones([8, 3, 28, 28]), { probability: 0.5, generator }); // each plane is all 0 or all 2
 * ```
 */
export function dropoutChannels(x: Tensor, options: DropoutOptions): Tensor {
  const { probability, generator } = checkDropout('dropoutChannels', x, options);
  if (x.rank < 2) throw new ShapeError(`dropoutChannels: needs x [N, C, ...], got ${shapeText(x.shape)}.`);
  return probability === 0 ? x : masked(x, generator.draw(x.storage.backend), probability);
}

/** Runs the kernel with a key: linear in x, and its own gradient. */
function masked(x: Tensor, key: Tensor, probability: number): Tensor {
  const y = emptyLike(x);
  const [batch, channels, ...inner] = x.shape as [number, number, ...number[]];
  run(dropoutChannelsKernel, [y, contiguous(x), key], [batch * channels, sizeOf(inner), probability]);
  return record('dropoutChannels', y, [x], [(dy) => masked(dy, key, probability)]);
}
