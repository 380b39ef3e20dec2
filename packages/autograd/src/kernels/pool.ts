import { ShapeError, shapeText, sizeOf, type Tensor } from '@regopt/tensor';
import { type PoolOptions, poolSizes } from '../check.ts';
import { windowGrid } from './sliding-window.ts';

/**
 * The numbers of a pooling of x [..., H, W] with at least one leading axis; {@link readPool} names them.
 *
 * @throws ShapeError when x contains no pictures or a window is larger than the padded one; ValueError for
 *   options that `poolSizes` refuses.
 */
export function poolNumbers(operation: string, x: Tensor, options: PoolOptions): readonly number[] {
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

/** A pooling of x [planes, H, W] by its numbers. By index: see `readConvolution`. */
export const readPool = (numbers: readonly number[]) => ({
  planes: numbers[0]!,
  height: numbers[1]!,
  width: numbers[2]!,
  outHeight: numbers[3]!,
  outWidth: numbers[4]!,
  kernelHeight: numbers[5]!,
  kernelWidth: numbers[6]!,
  strideH: numbers[7]!,
  strideW: numbers[8]!,
  padH: numbers[9]!,
  padW: numbers[10]!,
});

/** A window of a pooling kernel, clipped to the picture: rows top..bottom-1 and columns left..right-1. */
export interface PoolWindow {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * Calls `visit` for every window of a pooling kernel, in the order of its outputs.
 *
 * @param visit called with the index of the output, the index of its plane's first element in x, and the
 *   window
 */
export function walkWindows(
  numbers: readonly number[],
  visit: (at: number, planeAt: number, window: PoolWindow) => void,
): void {
  const pooling = readPool(numbers);
  const { planes, height, width, outHeight, outWidth, kernelHeight, kernelWidth } = pooling;
  const { strideH, strideW, padH, padW } = pooling;
  let at = 0;
  for (let plane = 0; plane < planes; plane++) {
    const planeAt = plane * height * width;
    for (let h = 0; h < outHeight; h++) {
      const start = h * strideH - padH;
      const top = Math.max(start, 0);
      const bottom = Math.min(start + kernelHeight, height);
      for (let v = 0; v < outWidth; v++, at++) {
        const first = v * strideW - padW;
        const left = Math.max(first, 0);
        visit(at, planeAt, { top, bottom, left, right: Math.min(first + kernelWidth, width) });
      }
    }
  }
}
