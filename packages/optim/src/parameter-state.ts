import { DTypeError, emptyLike, isFloat, keep, ShapeError, type Tensor } from '@regopt/tensor';
import type { OptimizerGroup } from './optimizer-group.ts';
import type { UpdateKernel } from './update-kernel.ts';
import type { RuleSettings, UpdateRule } from './update-rule.ts';

/**
 * An optimizer's state for one parameter: its step count and the rule's slots, allocated at its first step.
 */
export class ParameterState<Settings extends RuleSettings = RuleSettings> {
  readonly name: string;
  readonly parameter: Tensor;
  readonly group: OptimizerGroup<Settings>;
  readonly kernel: UpdateKernel;
  readonly slotNames: readonly string[];
  /** Number of tensors per parameter of its kernel: the parameter, its slots, its gradient and hyper. */
  readonly tensorCount: number;
  /** The numbers that the kernel reads at each step: one row of the optimizer's tensor, which sets it. */
  hyper!: Tensor;
  /** Number of steps of this parameter. A step without its gradient does not count, as in PyTorch. */
  steps = 0;
  #slots: readonly Tensor[] | undefined;

  /** Throws DTypeError or ShapeError for a parameter that cannot be updated in place. */
  constructor(rule: UpdateRule<Settings>, name: string, parameter: Tensor, group: OptimizerGroup<Settings>) {
    if (!isFloat(parameter.dtype)) {
      throw new DTypeError(
        `${rule.name}: parameter "${name}" is ${parameter.dtype}; parameters are f32 or f64.`,
      );
    }
    if (!parameter.contiguous) {
      throw new ShapeError(
        `${rule.name}: parameter "${name}" is a view with holes; give a contiguous tensor.`,
      );
    }
    this.name = name;
    this.parameter = parameter;
    this.group = group;
    this.kernel = rule.kernel(group.settings);
    this.slotNames = rule.slots(group.settings);
    this.tensorCount = this.slotNames.length + 3;
  }

  /**
   * The slots' tensors, made on the first call: zeros, of the parameter's shape, dtype and back end, outside
   * every scope.
   */
  slots(): readonly Tensor[] {
    if (this.#slots !== undefined) return this.#slots;
    this.#slots = this.slotNames.map(() => keep(emptyLike(this.parameter)));
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
