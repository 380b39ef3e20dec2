import type { TypedArray } from './dtype.ts';

/**
 * The meaning of a kernel: a plain loop over host arrays. `arrays[i]` begins at the first element of the i-th tensor
 * handed to `run`, outputs first; `numbers` are the kernel's scalars (sizes, strides, constants).
 */
export type ReferenceLoop = (arrays: readonly TypedArray[], numbers: readonly number[]) => void;

/** A kernel is a name plus its meaning. A back end may bring a faster one of the same name. */
export interface Kernel {
  readonly name: string;
  readonly reference: ReferenceLoop;
}

/**
 * Defines a kernel by its name and the plain loop that says what it computes. The loop is the definition and the
 * oracle: a back end that brings a faster kernel of this name is tested against it.
 *
 * @example
 * ```ts
 * import { defineKernel, run, tensor, empty } from '@regopt/tensor';
 * const double = defineKernel('double', ([out, x], [n]) => {
 *   for (let i = 0; i < n!; i++) out![i] = 2 * x![i]!;
 * });
 * const x = tensor([1, 2, 3]);
 * const y = empty(x.shape);
 * run(double, [y, x], [x.size]);
 * y.toArray(); // 2, 4, 6
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineKernel(name: string, reference: ReferenceLoop): Kernel {
  return { name, reference };
}
