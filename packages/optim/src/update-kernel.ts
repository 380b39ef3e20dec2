import { defineKernel, type Kernel, type KernelName, type TypedArray } from '@regopt/tensor';

/** The names of an update kernel's numbers, each with its index in `hyper`: 0, 1, 2, ... */
export type HyperPlaces<Name extends string = string> = Readonly<Record<Name, number>>;

/** The kernel of an update rule; made by {@link defineUpdateKernel}. */
export interface UpdateKernel extends Kernel {
  readonly hyper: HyperPlaces;
}

/**
 * One step of one parameter: the paper's formulas as a loop over its n elements, in place over the parameter
 * and its state. `tensors` are `[p, ...slots, g]`, `numbers` the numbers written by the rule's `writeHyper`,
 * by name.
 */
export type UpdateLoop<Name extends string = string> = (
  tensors: readonly TypedArray[],
  numbers: Readonly<Record<Name, number>>,
  n: number,
) => void;

/**
 * The kernel of an update rule, `name [p, ...slots, g, hyper]... count, sizes...`, from the loop that updates
 * one parameter. The kernel updates `count` parameters in one command; their tensors follow each other,
 * parameter by parameter.
 *
 *
 * @example
 * ```ts
 * import { defineUpdateKernel } from '@regopt/optim';
 * // signSgd [p, g, hyper]
 * const signSgdKernel = defineUpdateKernel('signSgd', { learningRate: 0 }, ([p, g], { learningRate }, n) => {
 *   for (let i = 0; i < n; i++) p![i]! -= learningRate * Math.sign(g![i]!);
 * });
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineUpdateKernel<Name extends string>(
  name: KernelName,
  hyper: HyperPlaces<Name>,
  update: UpdateLoop<Name>,
): UpdateKernel {
  const names = Object.keys(hyper) as Name[];
  const kernel = defineKernel(name, (arrays, [count, ...sizes]) => {
    const each = arrays.length / count!;
    for (const [i, size] of sizes.entries()) {
      const tensors = arrays.slice(i * each, (i + 1) * each);
      const row = tensors.pop()!;
      const numbers = Object.fromEntries(names.map((key) => [key, row[hyper[key]]!]));
      update(tensors, numbers as Record<Name, number>, size);
    }
  });
  return { ...kernel, hyper };
}
