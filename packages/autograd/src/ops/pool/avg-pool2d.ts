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
import { checkFloat } from '../../kernels/operands.ts';
import { type Pool, type PoolWindow, poolNumbers, walkWindows } from '../../kernels/pool.ts';
import { type PoolOptions, poolGeometry } from '../../kernels/pool-geometry.ts';
import { record } from '../../tape.ts';

/**
 * `avgPool2d [y, x]`, with `poolNumbers` and countIncludePad: y is the sum of each window divided by KH KW, or
 * without countIncludePad by the number of its elements inside the picture.
 */
const avgPool2dKernel = /* @__PURE__ */ defineKernel({ builtIn: 'avgPool2d' }, ([y, x], numbers) => {
  const pool = poolNumbers.decode(numbers);
  walkWindows(pool, (at, planeAt, patch) => {
    let total = 0;
    for (let row = patch.top; row < patch.bottom; row++) {
      for (let column = patch.left; column < patch.right; column++)
        total += x![planeAt + row * pool.width + column]!;
    }
    y![at] = total / divisor(patch, pool, numbers);
  });
});

/**
 * `avgPool2dGrad [dx, dy]`, numbers as `avgPool2d`: each element of a window gets its share of the window's
 * dy.
 */
const avgPool2dGradKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'avgPool2dGrad' },
  ([dx, dy], numbers) => {
    const pool = poolNumbers.decode(numbers);
    const { planes, height, width } = pool;
    const totals = new Float64Array(planes * height * width);
    walkWindows(pool, (at, planeAt, patch) => {
      const share = dy![at]! / divisor(patch, pool, numbers);
      for (let row = patch.top; row < patch.bottom; row++) {
        for (let column = patch.left; column < patch.right; column++)
          totals[planeAt + row * width + column]! += share;
      }
    });
    dx!.set(totals);
  },
);

function divisor(
  { top, bottom, left, right }: PoolWindow,
  { kernelHeight, kernelWidth }: Pool,
  numbers: readonly number[],
): number {
  const countIncludePad = numbers.at(-1) !== 0;
  return countIncludePad ? kernelHeight * kernelWidth : (bottom - top) * (right - left);
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
  return average(x, poolGeometry('avgPool2d', x, options), countIncludePad);
}

function average(x: Tensor, pool: Pool, countIncludePad: boolean): Tensor {
  const y = emptyLike(x, [...x.shape.slice(0, -2), pool.outHeight, pool.outWidth]);
  run(avgPool2dKernel, [y, contiguous(x)], poolNumbers.encode(pool, Number(countIncludePad)));
  return record('avgPool2d', y, [x], [(dy) => spread(dy, x.shape, pool, countIncludePad)]);
}

/** dx from dy: linear, and its own gradient is the pooling. */
function spread(dy: Tensor, shape: Shape, pool: Pool, countIncludePad: boolean): Tensor {
  const dx = emptyLike(dy, shape);
  run(avgPool2dGradKernel, [dx, contiguous(dy)], poolNumbers.encode(pool, Number(countIncludePad)));
  return record('avgPool2dGrad', dx, [dy], [(g) => average(g, pool, countIncludePad)]);
}
