import { checkOptions } from '../check/check-options.ts';
import { isAsynchronous } from '../check/is-asynchronous.ts';
import { type OptionKinds, valueText } from '../check/option-fault.ts';
import { RegoptError, ValueError } from '../errors.ts';
import type { TypedArray } from '../tensor/dtype.ts';

/**
 * The definition of a kernel: a plain loop over host arrays. `arrays[i]` starts at the first element of the
 * i-th tensor passed to `run`, outputs first. It is row-major without holes, except for views passed to a
 * `strided` kernel. `numbers` are the kernel's scalars (sizes, strides, constants).
 */
export type ReferenceLoop = (arrays: readonly TypedArray[], numbers: readonly number[]) => void;

/** A kernel: a name and a reference loop. A back end may implement a built-in kernel itself, by name. */
export interface Kernel {
  /** Unique on a back end: it refuses two kernels of one name, except two copies of a built-in kernel. */
  readonly name: string;
  readonly reference: ReferenceLoop;
  /** True for the kernels of regopt's own packages. */
  readonly builtIn: boolean;
  /**
   * True if the kernel accepts views and gets their strides among its numbers. Ignored for built-in kernels.
   */
  readonly strided?: boolean | undefined;
  /** True if the kernel is meant to run as its loop: `kernelReport().host` counts it. */
  readonly host?: boolean | undefined;
}

export interface KernelOptions {
  /**
   * True if the kernel accepts views: the caller passes their strides among the numbers. Default false: `run`
   * refuses views.
   */
  readonly strided?: boolean | undefined;
  /**
   * True if the kernel is meant to run on the host, as a sum over processes is: no back end implements it,
   * and `kernelReport()` counts it under `host` instead of `reference`, which lists what should be faster.
   * Default false.
   */
  readonly host?: boolean | undefined;
}

const kinds: OptionKinds<KernelOptions> = { strided: 'boolean', host: 'boolean' };

/** A kernel's name; `{ builtIn }` for a kernel of regopt's own packages. */
export type KernelName = string | { readonly builtIn: string };

/**
 * Defines a kernel by its name and the plain loop that says what it computes. Define it once, outside of
 * functions, with a unique name: a back end refuses two kernels of one name, and a kernel named like a
 * built-in one. The loop reads memory row by row, so pass `contiguous(x)`: the results of `transpose` and
 * `broadcastTo` are views.
 *
 * A captured step runs the loop again at each replay, in its place between the kernels before and after it.
 * So a kernel with `host: true` may do what no kernel of a back end can, such as exchange values with other
 * processes; it must be done when its loop returns.
 *
 * @param name `{ builtIn }` only in regopt's own packages: a back end may then run its own kernel of that
 *   name, which is tested against the loop
 * @throws ValueError without a name or a function; at a run, RegoptError for a `host` loop that returns a
 *   promise.
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
  if (builtIn === undefined) {
    if (typeof name !== 'string' || typeof reference !== 'function')
      throw new ValueError(
        `defineKernel: takes a name and a function, got ${valueText(name)} and ${valueText(reference)}.`,
      );
    if (options !== undefined) checkOptions('defineKernel', options, kinds);
  }
  const own = builtIn ?? (name as string);
  const host = options?.host === true;
  return {
    name: own,
    reference: host ? synchronous(own, reference) : reference,
    builtIn: builtIn !== undefined,
    strided: options?.strided,
    host,
  };
}

/** A loop that refuses to go on where `loop` returned a promise: later kernels would not see its values. */
const synchronous =
  (name: string, loop: ReferenceLoop): ReferenceLoop =>
  (arrays, numbers) => {
    if (isAsynchronous(loop(arrays, numbers)))
      throw new RegoptError(
        `${name}: the loop of the kernel is asynchronous; it must be done when it returns.`,
      );
  };
