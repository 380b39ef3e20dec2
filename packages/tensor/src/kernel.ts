import type { TypedArray } from './dtype.ts';

/**
 * The meaning of a kernel: a plain loop over host arrays. `arrays[i]` begins at the first element of the i-th tensor
 * handed to `run`, outputs first; `numbers` are the kernel's scalars (sizes, strides, constants).
 */
export type ReferenceLoop = (arrays: readonly TypedArray[], numbers: readonly number[]) => void;

/** A kernel is a name plus its meaning. Of a built-in one, a back end may bring a faster one of the same name. */
export interface Kernel {
  /** Its own: a back end refuses to run two kernels of one name, two copies of a built-in one apart. */
  readonly name: string;
  readonly reference: ReferenceLoop;
  /** Whether it is of regopt's own packages. */
  readonly builtIn: boolean;
}

/** A kernel's name; as `{ builtIn }` that of a kernel of regopt's own packages. */
export type KernelName = string | { readonly builtIn: string };

/**
 * Defines a kernel by its name and the plain loop that says what it computes. Define it once, outside of functions, and under
 * a name of its own: a back end refuses to run two kernels of one name, or one that is called like a built-in kernel.
 *
 * @param name `{ builtIn }` in regopt's own packages alone: a back end may then run its own kernel of that name, which is tested
 *   against the loop
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
export function defineKernel(name: KernelName, reference: ReferenceLoop): Kernel {
  return typeof name === 'string'
    ? { name, reference, builtIn: false }
    : { name: name.builtIn, reference, builtIn: true };
}
