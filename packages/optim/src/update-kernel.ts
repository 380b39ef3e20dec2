import { defineKernel, type Kernel, type KernelName, type TypedArray } from '@regopt/tensor';

/** One step of one parameter: the paper's lines as a loop over its n elements, in place over it and its state. */
export type UpdateLoop = (arrays: readonly TypedArray[], n: number) => void;

/**
 * The kernel of an update rule, `name [p, ...slots, g, hyper]... count, sizes...`, from the loop that updates one parameter.
 * The kernel updates `count` parameters in one command, one after the other: the tensors of each, and then of the next.
 *
 * @example
 * ```ts
 * import { defineUpdateKernel } from '@regopt/optim';
 * // signSgd [p, g, hyper], hyper = learningRate
 * const signSgdKernel = defineUpdateKernel('signSgd', ([p, g, hyper], n) => {
 *   const [learningRate] = hyper!;
 *   for (let i = 0; i < n; i++) p![i]! -= learningRate! * Math.sign(g![i]!);
 * });
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineUpdateKernel(name: KernelName, update: UpdateLoop): Kernel {
  return defineKernel(name, (arrays, [count, ...sizes]) => {
    const each = arrays.length / count!;
    for (let i = 0; i < count!; i++) update(arrays.slice(i * each, (i + 1) * each), sizes[i]!);
  });
}
