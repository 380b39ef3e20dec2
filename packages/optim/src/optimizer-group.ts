import { type Tensor, ValueError } from '@regopt/tensor';
import type { RuleSettings, UpdateRule } from './update-rule.ts';

/** Parameters that are updated with the same options. */
export class OptimizerGroup<Settings extends RuleSettings = RuleSettings> {
  /** The group's parameters by name, in order. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  readonly #rule: UpdateRule<Settings>;
  readonly #settings: Settings & { learningRate: number };
  /** The rate that this group was given last, and whether it was one of its own. */
  #given: number;
  #own: boolean;
  /** The optimizer's rate when this group's was given, and now. */
  #givenAt: number;
  #base: number;

  /**
   * @param base the optimizer's learning rate, which this group's keeps its ratio to
   * @param own whether the group's rate is its own, and not the optimizer's
   * @throws ValueError when the rule refuses the options
   */
  constructor(
    rule: UpdateRule<Settings>,
    parameters: ReadonlyMap<string, Tensor>,
    settings: Settings,
    base = settings.learningRate,
    own = false,
  ) {
    rule.check(settings);
    this.#rule = rule;
    this.parameters = parameters;
    this.#settings = { ...settings };
    this.#given = settings.learningRate;
    this.#own = own;
    this.#givenAt = this.#base = base;
  }

  /** Every option that the next step will use. */
  get settings(): Readonly<Settings> {
    return this.#settings;
  }

  /**
   * The rate of this group alone. Setting it also sets its ratio to the optimizer's rate, which `optimizer.learningRate`
   * keeps from then on; 0 stays 0. Throws ValueError unless it is finite and >= 0.
   */
  get learningRate(): number {
    return this.#settings.learningRate;
  }

  set learningRate(learningRate: number) {
    this.#set(learningRate);
    this.#given = learningRate;
    this.#givenAt = this.#base;
    this.#own = true;
  }

  /** Called by the optimizer when its rate changes: this group's changes in the ratio that it had when it was given. */
  follow(base: number): void {
    const given = this.#given;
    const givenAt = this.#givenAt;
    // By itself where the two were the same, so that not even the last digit differs.
    if (given === givenAt && (given > 0 || !this.#own)) this.#set(base);
    else if (given > 0 && givenAt === 0) {
      throw new ValueError(
        `${this.#rule.name}: learningRate: a group was given the rate ${given} when the optimizer's was 0, so that ` +
          'there is no ratio to keep. Give the optimizer a learningRate that the groups relate to, or set each of groups.',
      );
    } else if (given > 0) this.#set(given * (base / givenAt));
    this.#base = base;
  }

  #set(learningRate: number): void {
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
