import {
  contiguous,
  emptyLike,
  type Kernel,
  normalizeAxis,
  type OptionKinds,
  run,
  type Shape,
  type Tensor,
} from '@regopt/tensor';

/** The axis that an op works along. */
export interface AxisOptions {
  /** A negative one counts from the back. Default: the last. */
  readonly axis?: number | undefined;
}

/** The kinds of these options. */
export const axisKinds: OptionKinds<AxisOptions> = { axis: 'number' };

/** The numbers outer, n, inner of a kernel along the axes from `first` to `last`, which it sees as one. */
export function axisNumbers(
  shape: Shape,
  first: number,
  last: number = first,
): [outer: number, n: number, inner: number] {
  let outer = 1;
  let n = 1;
  let inner = 1;
  for (let axis = 0; axis < shape.length; axis++) {
    if (axis < first) outer *= shape[axis]!;
    else if (axis > last) inner *= shape[axis]!;
    else n *= shape[axis]!;
  }
  return [outer, n, inner];
}

/** Runs a kernel `[out, ...inputs] outer, n, inner` that works along one axis and keeps the shape. */
export function runAlongAxis(kernel: Kernel, inputs: readonly Tensor[], axis: number): Tensor {
  const { shape } = inputs[0]!;
  const at = normalizeAxis(kernel.name, axis, shape.length);
  const out = emptyLike(inputs[0]!);
  run(kernel, [out, ...inputs.map(contiguous)], axisNumbers(shape, at));
  return out;
}
