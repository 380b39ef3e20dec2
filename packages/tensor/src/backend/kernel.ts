import { checkOptions } from '../check/check-options.ts';
import { type OptionKinds, valueText } from '../check/option-fault.ts';
import { ValueError } from '../errors.ts';
import type { TypedArray } from '../tensor/dtype.ts';

/**
 * The meaning of a kernel: a plain loop over host arrays. `arrays[i]` begins at the first element of the i-th tensor
 * handed to `run`, outputs first, row by row without holes; that of a view only where the kernel is `strided`. `numbers` are
 * the kernel's scalars (sizes, strides, constants).
 */
export type ReferenceLoop = (arrays: readonly TypedArray[], numbers: readonly number[]) => void;

/** A kernel is a name plus its meaning. Of a built-in one, a back end may bring a faster one of the same name. */
export interface Kernel {
  /** Its own: a back end refuses to run two kernels of one name, two copies of a built-in one apart. */
  readonly name: string;
  readonly reference: ReferenceLoop;
  /** Whether it is of regopt's own packages. */
  readonly builtIn: boolean;
  /** Whether it reads views, by strides among its numbers. Of built-in kernels nothing is checked. */
  readonly strided?: boolean | undefined;
}

export interface KernelOptions {
  /** The kernel takes views: the caller hands their strides over among the numbers. Default false: `run` refuses views. */
  readonly strided?: boolean;
}

const kinds: OptionKinds<KernelOptions> = { strided: 'boolean' };

/** A kernel's name; as `{ builtIn }` that of a kernel of regopt's own packages. */
export type KernelName = string | { readonly builtIn: string };

/**
 * Defines a kernel by its name and the plain loop that says what it computes. Define it once, outside of functions, and under
 * a name of its own: a back end refuses to run two kernels of one name, or one that is called like a built-in kernel. The loop
 * reads memory row by row, so it is given `contiguous(x)`: what `transpose` and `broadcastTo` give are views.
 *
 * @param name `{ builtIn }` in regopt's own packages alone: a back end may then run its own kernel of that name, which is tested
 *   against the loop
 * @throws ValueError without a name or a function.
 * @example
 * ```ts
 * import { contiguous, defineKernel, emptyLike, run, tensor, viewTranspose } from '@regopt/tensor';
 * const double = defineKernel('double', ([out, x], [n]) => {
 *   for (let i = 0; i < n!; i++) out![i] = 2 * x![i]!;
 * });
 * const x = viewTranspose(tensor([[1, 2], [3, 4]]));
 * const y = emptyLike(x);
 * run(double, [y, contiguous(x)], [x.size]);
 * y.toArray(); // 2, 6, 4, 8
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineKernel(name: KernelName, reference: ReferenceLoop, options?: KernelOptions): Kernel {
  const builtIn = typeof name === 'string' ? undefined : name?.builtIn;
  if (builtIn !== undefined) return { name: builtIn, reference, builtIn: true };
  if (typeof name !== 'string' || typeof reference !== 'function')
    throw new ValueError(
      `defineKernel: takes a name and a function, got ${valueText(name)} and ${valueText(reference)}.`,
    );
  if (options !== undefined) checkOptions('defineKernel', options, kinds);
  return { name, reference, builtIn: false, strided: options?.strided };
}
