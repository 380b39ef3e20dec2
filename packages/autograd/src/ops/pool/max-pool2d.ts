import {
  checkOptions,
  contiguous,
  defineKernel,
  emptyLike,
  run,
  type Shape,
  type Tensor,
  viewReshape,
} from '@regopt/tensor';
import { type PoolOptions, poolKinds } from '../../check.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { poolNumbers, readPool, walkWindows } from '../../kernels/pool.ts';
import { record } from '../../tape.ts';
import { gather } from '../indexing/gather.ts';
import { reshape } from '../shape/reshape.ts';

/**
 * `maxPool2d [y, indices, x]`, with `poolNumbers`: y is the max of each window, indices (i32) its position
 * h W + w in the plane. Of equal elements the first counts; NaN is larger than all.
 */
const maxPool2dKernel = /* @__PURE__ */ defineKernel({ builtIn: 'maxPool2d' }, ([y, indices, x], numbers) => {
  const { width } = readPool(numbers);
  walkWindows(numbers, (at, planeAt, { top, bottom, left, right }) => {
    let largest = -Infinity;
    let place = top * width + left;
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const value = x![planeAt + row * width + column]!;
        if (value > largest || Number.isNaN(value)) {
          largest = value;
          place = row * width + column;
        }
      }
    }
    y![at] = largest;
    indices![at] = place;
  });
});

/**
 * `maxPool2dGrad [dx, indices, dy]`, numbers as `maxPool2d`: each dy is added to its window's max element.
 */
const maxPool2dGradKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'maxPool2dGrad' },
  ([dx, indices, dy], numbers) => {
    const { planes, height, width, outHeight, outWidth } = readPool(numbers);
    const plane = height * width;
    const outPlane = outHeight * outWidth;
    dx!.fill(0, 0, planes * plane);
    for (let at = 0; at < planes * outPlane; at++) {
      dx![Math.floor(at / outPlane) * plane + indices![at]!]! += dy![at]!;
    }
  },
);

/**
 * The max of each window, y[n, c, h, v] = max over i, j of x[n, c, h stride - padding + i, v ...]. Padding is
 * -Infinity and never the max. The gradient of a window goes to its max element, the first of equal ones in
 * row-major order.
 *
 * Source: Ranzato, Huang, Boureau, LeCun, "Unsupervised learning of invariant feature hierarchies with
 * applications to object recognition", CVPR 2007.
 *
 * @param x `[N, C, H, W]` or `[C, H, W]`
 * @returns the same axes with OH = floor((H + 2 padding - KH) / stride) + 1, and OW likewise
 * @throws ShapeError when x has other axes or a window is larger than the padded picture; ValueError for a
 *   kernel size or stride below 1 or a padding of more than half the kernel; DTypeError for integers.
 * @example
 * ```ts
 * import { maxPool2d } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const x = tensor([[[1, 2, 5, 6], [3, 4, 7, 8]]]);
 * maxPool2d(x, { kernelSize: 2 }).toNested(); // [[[4, 8]]]
 * ```
 */
export function maxPool2d(x: Tensor, options: PoolOptions): Tensor {
  checkOptions('maxPool2d', options, poolKinds);
  checkFloat('maxPool2d', x);
  const numbers = poolNumbers('maxPool2d', x, options);
  const { outHeight, outWidth } = readPool(numbers);
  const shape = [...x.shape.slice(0, -2), outHeight, outWidth];
  const y = emptyLike(x, shape);
  const indices = emptyLike(x, shape, 'i32');
  run(maxPool2dKernel, [y, indices, contiguous(x)], numbers);
  return record('maxPool2d', y, [x], [(dy) => scatter(indices, dy, x.shape, numbers)]);
}

/** Adds each dy to dx at its index: linear in dy, and its own gradient is the gather at the same indices. */
function scatter(indices: Tensor, dy: Tensor, shape: Shape, numbers: readonly number[]): Tensor {
  const dx = emptyLike(dy, shape);
  run(maxPool2dGradKernel, [dx, indices, contiguous(dy)], numbers);
  const { planes, height, width, outHeight, outWidth } = readPool(numbers);
  return record(
    'maxPool2dGrad',
    dx,
    [dy],
    [
      (g) => {
        const places = viewReshape(indices, [planes, outHeight * outWidth]);
        return reshape(gather(reshape(g, [planes, height * width]), places), dy.shape);
      },
    ],
  );
}
