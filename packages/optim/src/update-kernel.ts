import { defineKernel, type Kernel, type KernelName, type TypedArray } from '@regopt/tensor';

/** The names of an update kernel's numbers, each with its index in `hyper`: 0, 1, 2, ... */
export type HyperPlaces<Name extends string = string> = Readonly<Record<Name, number>>;

/** The kernel of an update rule; made by {@link defineUpdateKernel}. */
export interface UpdateKernel<Name extends string = string> extends Kernel {
  readonly places: HyperPlaces<Name>;
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
 * @param names the names of the numbers, in their order in `hyper`; one that stands twice is one number
 * @example
 * ```ts
 * import { defineUpdateKernel } from '@regopt/optim';
 * // signSgd [p, g, hyper]
 * const signSgdKernel = defineUpdateKernel('signSgd', ['learningRate'], ([p, g], { learningRate }, n) => {
 *   for (let i = 0; i < n; i++) p![i]! -= learningRate * Math.sign(g![i]!);
 * });
 * ```
 */
/* @__NO_SIDE_EFFECTS__ */
export function defineUpdateKernel<const Name extends string>(
  name: KernelName,
  names: readonly Name[],
  update: UpdateLoop<Name>,
): UpdateKernel<Name> {
  const places = {} as Record<Name, number>;
  for (const key of names) places[key] ??= Object.keys(places).length;
  const kernel = defineKernel(name, (arrays, [count, ...sizes]) => {
    const each = arrays.length / count!;
    for (const [i, size] of sizes.entries()) {
      const tensors = arrays.slice(i * each, (i + 1) * each);
      const row = tensors.pop()!;
      const numbers = { ...places };
      for (const key of names) numbers[key] = row[places[key]]!;
      update(tensors, numbers, size);
    }
  });
  return { ...kernel, places };
}
