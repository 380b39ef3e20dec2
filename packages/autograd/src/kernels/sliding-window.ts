import { ShapeError, ValueError, valueText } from '@regopt/tensor';

/** A whole number for both axes of a picture, or one each: `[height, width]`. */
export type SizePair = number | readonly [height: number, width: number];

/**
 * An option for both axes of a picture, as a pair.
 *
 * @param operation the name of the calling function, for the error
 * @throws ValueError when a number is not whole or is below `least`.
 * @example
 * ```ts
 * import { sizePair } from '@regopt/autograd';
 * sizePair('conv2d', 'stride', 2, 1); // [2, 2]
 * sizePair('conv2d', 'stride', [1, 2], 1); // [1, 2]
 * ```
 */
export function sizePair(
  operation: string,
  name: string,
  value: SizePair,
  least: number,
): readonly [height: number, width: number] {
  const pair: SizePair = typeof value === 'number' ? [value, value] : value;
  const fits = (size: number): boolean => Number.isSafeInteger(size) && size >= least;
  if (!(Array.isArray(pair) && pair.length === 2 && pair.every(fits))) {
    const given = Array.isArray(value) ? `[${value}]` : valueText(value);
    throw new ValueError(
      `${operation}: ${name} is a whole number >= ${least} or a pair [height, width] of them, got ${given}.`,
    );
  }
  return pair;
}

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
