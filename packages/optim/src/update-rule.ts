import type { UpdateKernel } from './update-kernel.ts';

/** What every rule's options hold, defaults filled in. */
export interface RuleSettings {
  readonly learningRate: number;
}

/**
 * An update rule: the paper's lines as a kernel, and what the {@link Optimizer} must know to drive it. The kernel, made by
 * `defineUpdateKernel`, takes `[p, ...slots, g, hyper]` of each parameter: in place over the parameter and its slots, all of
 * n elements and one dtype, with `hyper` an f64 block in memory, so that a recorded step can be replayed with other numbers.
 */
export interface UpdateRule<Settings extends RuleSettings> {
  /** As error messages show it. */
  readonly name: string;
  /** Every option with its default; an option that is not here is refused. */
  readonly defaults: Settings;
  /** Throws ValueError when an option, or two together, make no sense. */
  check(settings: Settings): void;
  /** All kernels of a rule are defined with the same places of numbers. */
  kernel(settings: Settings): UpdateKernel;
  /** Names, PyTorch's where it has one, of the tensors kept beside each parameter. They start at zero. */
  slots(settings: Settings): readonly string[];
  /**
   * Writes the numbers that the kernel reads at a parameter's step `t`, counted from 1, into `hyper`, each at the place that
   * the kernel was defined with. It runs before each replay of a recorded step, and makes no arrays or objects.
   */
  writeHyper(hyper: Float64Array, t: number, settings: Settings): void;
}
