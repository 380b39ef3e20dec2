import {
  checkOptions,
  contiguous,
  defineKernel,
  emptyLike,
  type OptionKinds,
  run,
  type Shape,
  type Tensor,
} from '@regopt/tensor';
import type { PoolOptions } from '../../check.ts';
import { checkFloat } from '../../kernels/operands.ts';
import { type PoolWindow, poolNumbers, readPool, walkWindows } from '../../kernels/pool.ts';
import { record } from '../../tape.ts';

/**
 * `avgPool2d [y, x]`, with `poolNumbers` and countIncludePad: y is the sum of each window divided by
 * KH KW, or if countIncludePad is 0 by the number of its elements inside the picture.
 */
const avgPool2dKernel = /* @__PURE__ */ defineKernel({ builtIn: 'avgPool2d' }, ([y, x], numbers) => {
  const { width } = readPool(numbers);
  const divisor = divisorOf(numbers);
  walkWindows(numbers, (at, planeAt, patch) => {
    let total = 0;
    for (let row = patch.top; row < patch.bottom; row++) {
      for (let column = patch.left; column < patch.right; column++)
        total += x![planeAt + row * width + column]!;
    }
    y![at] = total / divisor(patch);
  });
});

/**
 * `avgPool2dGrad [dx, dy]`, numbers as `avgPool2d`: each element of a window gets its share of the window's
 * dy.
 */
const avgPool2dGradKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'avgPool2dGrad' },
  ([dx, dy], numbers) => {
    const pooling = readPool(numbers);
    const { planes, height, width } = pooling;
    const divisor = divisorOf(numbers);
    const totals = new Float64Array(planes * height * width);
    walkWindows(numbers, (at, planeAt, patch) => {
      const share = dy![at]! / divisor(patch);
      for (let row = patch.top; row < patch.bottom; row++) {
        for (let column = patch.left; column < patch.right; column++)
          totals[planeAt + row * width + column]! += share;
      }
    });
    dx!.set(totals);
  },
);

/** What the sum of a window is divided by: the last number is countIncludePad. */
function divisorOf(numbers: readonly number[]): (window: PoolWindow) => number {
  const { kernelHeight, kernelWidth } = readPool(numbers);
  const countIncludePad = numbers.at(-1);
  return ({ top, bottom, left, right }) =>
    countIncludePad === 0 ? (bottom - top) * (right - left) : kernelHeight * kernelWidth;
}

export interface AvgPool2dOptions extends PoolOptions {
  /** Whether padding counts as elements of a window. Default true, as in PyTorch. */
  readonly countIncludePad?: boolean | undefined;
}

const kinds: OptionKinds<AvgPool2dOptions> = {
  kernelSize: 'number|array',
  stride: 'number|array',
  padding: 'number|array',
  countIncludePad: 'boolean',
};

/**
 * The mean of each window, y[n, c, h, v] = (1 / (KH KW)) sum over i, j of x[n, c, h stride - padding + i, v
 * ...], with zeros outside the picture; without `countIncludePad` the sum is divided by the number of
 * elements inside. Each of them gets that part of the window's gradient.
 *
 * @param x `[N, C, H, W]` or `[C, H, W]`
 * @returns the same axes with OH = floor((H + 2 padding - KH) / stride) + 1, and OW likewise
 * @throws ShapeError when x has other axes or a window is larger than the padded picture; ValueError for a
 *   kernel size or stride below 1 or a padding of more than half the kernel; DTypeError for integers.
 * @example
 * ```ts
 * import { avgPool2d } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const x = tensor([[[1, 2, 5, 6], [3, 4, 7, 8]]]);
 * avgPool2d(x, { kernelSize: 2 }).toNested(); // [[[2.5, 6.5]]]
 * ```
 */
export function avgPool2d(x: Tensor, options: AvgPool2dOptions): Tensor {
  checkOptions('avgPool2d', options, kinds);
  checkFloat('avgPool2d', x);
  const { countIncludePad = true } = options;
  return average(x, [...poolNumbers('avgPool2d', x, options), countIncludePad ? 1 : 0]);
}

function average(x: Tensor, numbers: readonly number[]): Tensor {
  const { outHeight, outWidth } = readPool(numbers);
  const y = emptyLike(x, [...x.shape.slice(0, -2), outHeight, outWidth]);
  run(avgPool2dKernel, [y, contiguous(x)], numbers);
  return record('avgPool2d', y, [x], [(dy) => spread(dy, x.shape, numbers)]);
}

/** dx from dy: linear, and its own gradient is the pooling. */
function spread(dy: Tensor, shape: Shape, numbers: readonly number[]): Tensor {
  const dx = emptyLike(dy, shape);
  run(avgPool2dGradKernel, [dx, contiguous(dy)], numbers);
  return record('avgPool2dGrad', dx, [dy], [(g) => average(g, numbers)]);
}
