import { ShapeError } from '@regopt/tensor';

/** The geometry of a window that slides over a picture; every entry is `[height, width]`. */
export interface SlidingWindow {
  readonly kernelSize: readonly [number, number];
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
}

/**
 * Number of windows along both axes of a picture:
 * floor((length + 2 padding - dilation (kernel - 1) - 1) / stride) + 1. Elements left over at the far end are
 * ignored.
 *
 * @throws ShapeError when not even one fits.
 */
export function windowGrid(
  operation: string,
  picture: readonly [number, number],
  sliding: SlidingWindow,
): [number, number] {
  const padded = [0, 1].map((axis) => picture[axis]! + 2 * sliding.padding[axis]!);
  const reach = [0, 1].map((axis) => sliding.dilation[axis]! * (sliding.kernelSize[axis]! - 1) + 1);
  if (reach[0]! > padded[0]! || reach[1]! > padded[1]!) {
    throw new ShapeError(
      `${operation}: the kernel reaches over ${reach.join(' x ')} elements, more than the padded picture ` +
        `has: ${padded.join(' x ')}.`,
    );
  }
  const count = (axis: number): number =>
    Math.floor((padded[axis]! - reach[axis]!) / sliding.stride[axis]!) + 1;
  return [count(0), count(1)];
}
