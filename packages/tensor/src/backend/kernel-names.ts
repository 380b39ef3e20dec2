import { ValueError } from '../errors.ts';
import type { Kernel } from './kernel.ts';

/**
 * The kernels that a back end has run, by name, so that one name means one computation. A back end calls
 * `add` when it runs a kernel for the first time.
 *
 * @example
 * ```ts
 * import { defineKernel, KernelNames } from '@regopt/tensor';
 * const names = new KernelNames(['square']);
 * names.add(defineKernel('cube', ([y, x], [n]) => {
 *   for (let i = 0; i < n!; i++) y![i] = x![i]! * x![i]! * x![i]!;
 * }));
 * // names.add(defineKernel('square', ...)) throws a ValueError
 * ```
 */
export class KernelNames {
  readonly #known = new Map<string, Kernel | undefined>();

  /** @param builtIn names of the built-in kernels that the back end implements itself */
  constructor(builtIn: Iterable<string> = []) {
    for (const name of builtIn) this.#known.set(name, undefined);
  }

  /**
   * @throws ValueError for another kernel of the same name, unless both are built in: they then come from two
   *   installed copies of a package.
   */
  add(kernel: Kernel): void {
    const { name } = kernel;
    const known = this.#known.get(name);
    if (known === undefined && (kernel.builtIn || !this.#known.has(name))) {
      this.#known.set(name, kernel);
      return;
    }
    if (known === kernel) return;
    const ofOurs = known === undefined || known.builtIn;
    if (ofOurs && kernel.builtIn) return;
    const what =
      ofOurs || kernel.builtIn
        ? 'a kernel of yours has the name of a built-in one'
        : 'two kernels have this name. Define each once, outside of functions';
    throw new ValueError(
      `${name}: ${what}. Call yours otherwise, such as "my${name.charAt(0).toUpperCase()}${name.slice(1)}".`,
    );
  }
}
