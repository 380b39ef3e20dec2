import { type DType, type OptionKinds, ValueError, valueText } from '@regopt/tensor';
import type { SlidingWindow } from './kernels/sliding-window.ts';

/**
 * Checks an option that may be any number.
 *
 * @param operation the name of the calling function, for the error
 * @param name the option's name, for the error
 * @param dtype that of the tensor which it is used with: a number for f32 must not round to infinity
 * @throws ValueError unless it is a finite number.
 * @example
 * ```ts
 * import { checkFinite } from '@regopt/autograd';
 * checkFinite('elu', 'alpha', 0.5); // passes; Infinity would be an error that names elu and alpha
 * ```
 */
export function checkFinite(operation: string, name: string, value: number, dtype?: DType): void {
  const finite = Number.isFinite(value);
  if (finite && (dtype !== 'f32' || Number.isFinite(Math.fround(value)))) return;
  throw new ValueError(
    `${operation}: ${name} is a finite number${finite ? ' in f32' : ''}, got ${valueText(value)}.`,
  );
}

/**
 * Checks the constant that a normalization adds to the variance.
 *
 * @param operation the name of the calling function, for the error
 * @throws ValueError unless it is a finite number >= 0.
 * @example
 * ```ts
 * import { checkEpsilon } from '@regopt/autograd';
 * checkEpsilon('layerNorm', 1e-5); // passes; -1 would be an error that names layerNorm
 * ```
 */
export function checkEpsilon(operation: string, epsilon: number): void {
  if (!(Number.isFinite(epsilon) && epsilon >= 0))
    throw new ValueError(`${operation}: epsilon is a number >= 0, got ${valueText(epsilon)}.`);
}

/**
 * Checks the probability of an element to become 0.
 *
 * @param operation the name of the calling function, for the error
 * @throws ValueError unless it is a number in 0..1.
 * @example
 * ```ts
 * import { checkProbability } from '@regopt/autograd';
 * checkProbability('dropout', 0.5); // passes; 1.5 would be an error that names dropout
 * ```
 */
export function checkProbability(operation: string, probability: number): void {
  // A string or null would pass the comparisons alone.
  if (!(typeof probability === 'number' && probability >= 0 && probability <= 1))
    throw new ValueError(`${operation}: probability lies in 0..1, got ${valueText(probability)}.`);
}

/**
 * Refuses weights of a loss that are no numbers >= 0, before they reach a tensor: those of a tensor are not
 * read.
 */
export function checkWeights(operation: string, name: string, weights: readonly number[]): void {
  for (let i = 0; i < weights.length; i++) {
    // A string would pass the comparison alone.
    if (typeof weights[i] === 'number' && weights[i]! >= 0) continue;
    throw new ValueError(
      `${operation}: ${name} has weights >= 0, got ${valueText(weights[i])} at index ${i}.`,
    );
  }
}

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
