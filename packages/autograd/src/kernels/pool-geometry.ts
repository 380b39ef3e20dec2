import { type OptionKinds, ShapeError, shapeText, sizeOf, type Tensor, ValueError } from '@regopt/tensor';
import type { PoolNumbers } from './pool.ts';
import { type SizePair, type SlidingWindow, sizePair, windowGrid } from './sliding-window.ts';

export interface PoolOptions {
  /** Height and width of a window. */
  readonly kernelSize: SizePair;
  /** Step from window to window. Default: the kernel size, so that windows are adjacent. */
  readonly stride?: SizePair | undefined;
  /** Elements of padding on each side of the picture; at most half the kernel size. Default 0. */
  readonly padding?: SizePair | undefined;
}

/** The kinds of these options. */
export const poolKinds: OptionKinds<PoolOptions> = {
  kernelSize: 'number|array',
  stride: 'number|array',
  padding: 'number|array',
};

/**
 * The options of a pooling as pairs `[height, width]`.
 *
 * @param operation the name of the calling function, for the error
 * @throws ValueError for options that are not whole numbers, or a padding of more than half the kernel, whose
 *   windows could miss the picture.
 * @example
 * ```ts
 * import { poolSizes } from '@regopt/autograd';
 * poolSizes('maxPool2d', { kernelSize: 3 }); // { kernelSize: [3, 3], stride: [3, 3], padding: [0, 0] }
 * ```
 */
export function poolSizes(operation: string, options: PoolOptions): Omit<SlidingWindow, 'dilation'> {
  const kernelSize = sizePair(operation, 'kernelSize', options.kernelSize, 1);
  const stride = sizePair(operation, 'stride', options.stride ?? kernelSize, 1);
  const padding = sizePair(operation, 'padding', options.padding ?? 0, 0);
  if (padding[0] > kernelSize[0] / 2 || padding[1] > kernelSize[1] / 2) {
    throw new ValueError(
      `${operation}: padding is at most half of the kernel ${kernelSize.join(' x ')}, got ` +
        `${padding.join(' x ')}.`,
    );
  }
  return { kernelSize, stride, padding };
}

/**
 * The numbers of a pooling of x [..., H, W] with at least one leading axis.
 *
 * @throws ShapeError when x contains no pictures or a window is larger than the padded one; ValueError for
 *   options that `poolSizes` refuses.
 */
export function poolGeometry(operation: string, x: Tensor, options: PoolOptions): PoolNumbers {
  const [height, width] = x.shape.slice(-2) as [number, number];
  if (x.rank < 3 || height < 1 || width < 1) {
    throw new ShapeError(
      `${operation}: needs pictures [N, C, H, W] or [C, H, W] of at least one element, got ` +
        `${shapeText(x.shape)}.`,
    );
  }
  const { kernelSize, stride, padding } = poolSizes(operation, options);
  const sliding = { kernelSize, stride, padding, dilation: [1, 1] as const };
  const grid = windowGrid(operation, [height, width], sliding);
  return [sizeOf(x.shape.slice(0, -2)), height, width, ...grid, ...kernelSize, ...stride, ...padding];
}
