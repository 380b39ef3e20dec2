import {
  checkTensor,
  contiguous,
  type DType,
  emptyLike,
  type Kernel,
  normalizeAxes,
  type OptionKinds,
  run,
  type Shape,
  type Tensor,
  viewReshape,
} from '@regopt/tensor';
import { axisNumbers } from './along-axis.ts';

/** The axes that an op reduces. */
export interface ReduceOptions {
  /** One axis or several; negative ones count from the back. Default: all. */
  readonly axis?: number | readonly number[] | undefined;
  /** Keep the reduced axes with length 1. Default false. */
  readonly keepDims?: boolean | undefined;
}

/** The kinds of these options. */
export const reduceKinds: OptionKinds<ReduceOptions> = { axis: 'number|array', keepDims: 'boolean' };

/**
 * Runs a reduction kernel `[out, x] outer, n, inner` over the given axes, once per run of adjacent axes, the
 * last first. The result keeps the reduced axes with length 1.
 *
 * @param divisor for a kernel that divides by number 3: the divisor for a run of n elements
 */
export function runReduce(
  kernel: Kernel,
  x: Tensor,
  axes: readonly number[],
  dtype: DType = x.dtype,
  divisor?: (n: number) => number,
): Tensor {
  let result = contiguous(x);
  let end = axes.length - 1;
  if (end < 0) {
    // No axes: each element is reduced on its own.
    return reduceStretch(
      kernel,
      viewReshape(result, [...x.shape, 1]),
      x.rank,
      x.rank,
      x.shape,
      dtype,
      divisor,
    );
  }
  while (end >= 0) {
    let start = end;
    while (start > 0 && axes[start - 1] === axes[start]! - 1) start--;
    const shape = result.shape.map((length, axis) =>
      axis >= axes[start]! && axis <= axes[end]! ? 1 : length,
    );
    result = reduceStretch(kernel, result, axes[start]!, axes[end]!, shape, dtype, divisor);
    end = start - 1;
  }
  return result;
}

function reduceStretch(
  kernel: Kernel,
  x: Tensor,
  first: number,
  last: number,
  shape: Shape,
  dtype: DType,
  divisor: ((n: number) => number) | undefined,
): Tensor {
  const out = emptyLike(x, shape, dtype);
  const numbers: number[] = axisNumbers(x.shape, first, last);
  if (divisor !== undefined) numbers.push(divisor(numbers[1]!));
  run(kernel, [out, x], numbers);
  return out;
}

/** A shape without the given axes. */
export function dropAxes(shape: Shape, axes: readonly number[]): Shape {
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** The axes an op reduces, counted from the front and sorted. */
export function reducedAxes(operation: string, x: Tensor, options: ReduceOptions): number[] {
  checkTensor(operation, x);
  return normalizeAxes(operation, options.axis, x.rank);
}

/**
 * Makes the given axes adjacent. `order` is an order of all axes that moves them to the end, or undefined if
 * they are adjacent already; `axes` are their indices after that.
 */
export function neighbouring(
  x: Tensor,
  axes: readonly number[],
): { readonly axes: readonly number[]; readonly order: readonly number[] | undefined } {
  if (axes.every((axis, i) => axis === axes[0]! + i)) return { axes, order: undefined };
  const others = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  return { axes: axes.map((_, i) => others.length + i), order: [...others, ...axes] };
}
