import { emptyLike, keep, type Tensor } from '@regopt/tensor';
import { checkParameter } from './check.ts';
import type { UpdateKernel } from './update-kernel.ts';
import type { UpdateFormula } from './update-rule.ts';

/** The state of one parameter: its step count and the rule's slots, allocated at its first step. */
export class ParameterState<Settings = unknown> {
  readonly name: string;
  readonly parameter: Tensor;
  /** Parameters of one group share their settings. */
  readonly group: { readonly settings: Settings };
  readonly kernel: UpdateKernel;
  /** Names of the tensors that a saved state has of this parameter, in the order of `saved()`. */
  readonly savedNames: readonly string[];
  /** Number of tensors per parameter of its kernel: the parameter, its slots, its gradient and hyper. */
  readonly tensorCount: number;
  /** The numbers that the kernel reads at each step: one row of a tensor of `ParameterUpdates`. */
  hyper!: Tensor;
  /** Number of steps of this parameter. A step without its gradient does not count, as in PyTorch. */
  steps = 0;
  readonly #slotNames: readonly string[];
  #slots: readonly Tensor[] | undefined;

  /**
   * @param savedAs the parameter's own name in a saved state, for an average of weights: it is state itself
   * @throws DTypeError or ShapeError for a parameter that cannot be updated in place.
   */
  constructor(
    formula: UpdateFormula<Settings>,
    name: string,
    parameter: Tensor,
    group: { readonly settings: Settings },
    savedAs?: string,
  ) {
    checkParameter(formula.name, name, parameter);
    this.name = name;
    this.parameter = parameter;
    this.group = group;
    this.kernel = formula.kernel(group.settings);
    this.#slotNames = formula.slots(group.settings);
    this.savedNames = savedAs === undefined ? this.#slotNames : [savedAs, ...this.#slotNames];
    this.tensorCount = this.#slotNames.length + 3;
  }

  /** The tensors of `savedNames`. */
  saved(): readonly Tensor[] {
    const slots = this.slots();
    return this.savedNames.length === slots.length ? slots : [this.parameter, ...slots];
  }

  /**
   * The slots' tensors, made on the first call: zeros, of the parameter's shape, dtype and back end, outside
   * every scope.
   */
  slots(): readonly Tensor[] {
    if (this.#slots !== undefined) return this.#slots;
    this.#slots = this.#slotNames.map(() => keep(emptyLike(this.parameter)));
    this.clear();
    return this.#slots;
  }

  /** Zeroed on the host: a kernel would be captured and re-run at every replay. */
  clear(): void {
    for (const slot of this.#slots ?? []) if (slot.size > 0) slot.data().fill(0);
  }

  dispose(): void {
    for (const slot of this.#slots ?? []) slot.dispose();
  }
}
