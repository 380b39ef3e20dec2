import type { HyperPlaces, UpdateKernel } from './update-kernel.ts';

/** The settings common to all rules, defaults filled in. */
export interface RuleSettings {
  readonly learningRate: number;
}

/**
 * An update rule: the paper's formulas as a kernel, and its description for the {@link Optimizer}. The
 * kernel, made by `defineUpdateKernel`, takes `[p, ...slots, g, hyper]` for each parameter: it works in place
 * over the parameter and its slots, all of n elements and one dtype. `hyper` is an f64 tensor, so that a
 * captured step can be replayed with other numbers.
 */
export interface UpdateRule<Settings extends RuleSettings, Name extends string = string>
  extends UpdateFormula<Settings, Name> {
  /** Every option with its default; other options are refused. */
  readonly defaults: Settings;
  /** Throws ValueError when an option, or a combination of options, is out of range. */
  check(settings: Settings): void;
}

/** The part of an update rule that runs at each step. */
export interface UpdateFormula<Settings, Name extends string = string> {
  /** Name in error messages. */
  readonly name: string;
  /** The kernel for these settings. */
  kernel(settings: Settings): UpdateKernel<Name>;
  /** Names of the tensors kept per parameter, PyTorch's if it has them. They start at zero. */
  slots(settings: Settings): readonly string[];
  /**
   * Writes the numbers for a parameter's step `t`, counted from 1, into `hyper`, each at its place in the
   * kernel for these settings. Runs before each replay of a captured step; must make no arrays or objects.
   */
  writeHyper(hyper: Float64Array, places: HyperPlaces<Name>, t: number, settings: Settings): void;
}
