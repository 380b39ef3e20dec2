import {
  contiguous,
  emptyLike,
  type Kernel,
  normalizeAxis,
  type OptionKinds,
  run,
  sizeOf,
  type Tensor,
} from '@regopt/tensor';

/** The axis that an op works along. */
export interface AxisOptions {
  /** A negative one counts from the back. Default: the last. */
  readonly axis?: number | undefined;
}

/** The kinds of these options. */
export const axisKinds: OptionKinds<AxisOptions> = { axis: 'number' };

/** Runs a kernel `[out, ...inputs] outer, n, inner` that works along one axis and keeps the shape. */
export function runAlongAxis(kernel: Kernel, inputs: readonly Tensor[], axis: number): Tensor {
  const { shape } = inputs[0]!;
  const at = normalizeAxis(kernel.name, axis, shape.length);
  const out = emptyLike(inputs[0]!);
  run(
    kernel,
    [out, ...inputs.map(contiguous)],
    [sizeOf(shape.slice(0, at)), shape[at]!, sizeOf(shape.slice(at + 1))],
  );
  return out;
}
