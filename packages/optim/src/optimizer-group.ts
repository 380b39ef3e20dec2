import type { Tensor } from '@regopt/tensor';
import type { RuleSettings, UpdateRule } from './update-rule.ts';

/** Parameters that are updated with the same options. */
export class OptimizerGroup<Settings extends RuleSettings = RuleSettings> {
  /** The group's parameters by name, in order. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  readonly #rule: UpdateRule<Settings>;
  readonly #settings: Settings & { learningRate: number };

  /** Throws ValueError when the rule refuses the options. */
  constructor(rule: UpdateRule<Settings>, parameters: ReadonlyMap<string, Tensor>, settings: Settings) {
    rule.check(settings);
    this.#rule = rule;
    this.parameters = parameters;
    this.#settings = { ...settings };
  }

  /** Every option that the next step will use. */
  get settings(): Readonly<Settings> {
    return this.#settings;
  }

  /** The rate of this group alone. Setting it throws ValueError unless it is finite and >= 0. */
  get learningRate(): number {
    return this.#settings.learningRate;
  }

  set learningRate(learningRate: number) {
    const former = this.#settings.learningRate;
    // In place: it may be set at every step, and a step is to make no garbage.
    this.#settings.learningRate = learningRate;
    try {
      this.#rule.check(this.#settings);
    } catch (error) {
      this.#settings.learningRate = former;
      throw error;
    }
  }
}
