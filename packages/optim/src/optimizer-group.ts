import { type Backend, RegoptError, type Tensor, ValueError } from '@regopt/tensor';
import { type GroupRate, rateAt } from './optimizer-rates.ts';
import type { RuleSettings, UpdateRule } from './update-rule.ts';

/** Parameters that are updated with the same options. */
export class OptimizerGroup<Settings extends RuleSettings = RuleSettings> {
  /** The group's parameters by name, in order. */
  readonly parameters: ReadonlyMap<string, Tensor>;
  readonly #rule: UpdateRule<Settings>;
  /** That of its parameters; undefined if it has none. */
  readonly #backend: Backend | undefined;
  readonly #settings: Settings & { learningRate: number };
  /** Null if it has the optimizer's rate. */
  #own: { own: number; base: number | null } | null;
  /** The optimizer's rate. */
  #base: number;

  /**
   * @param base the optimizer's learning rate; the group's rate keeps its ratio to it
   * @param own true if the group has its own rate
   * @throws ValueError when the rule refuses the options
   */
  constructor(
    rule: UpdateRule<Settings>,
    parameters: ReadonlyMap<string, Tensor>,
    settings: Settings,
    base = settings.learningRate,
    own = false,
  ) {
    // Copied before the check: a caller's array may change later, and a hole becomes undefined.
    this.#settings = ownCopy(settings);
    rule.check(this.#settings);
    this.#rule = rule;
    this.parameters = parameters;
    this.#backend = [...parameters.values()][0]?.storage.backend;
    const { learningRate } = settings;
    this.#own = own || learningRate !== base ? { own: learningRate, base } : null;
    this.#base = base;
  }

  /** The options of the next step. */
  get settings(): Readonly<Settings> {
    return this.#settings;
  }

  /**
   * This group's learning rate. Setting it also sets its ratio to the optimizer's rate, which later changes
   * of `optimizer.learningRate` keep; 0 stays 0, and a rate set while the optimizer's is 0 stays until it is
   * set again. Throws ValueError unless it is finite and >= 0, and RegoptError in a step that is captured.
   */
  get learningRate(): number {
    return this.#settings.learningRate;
  }

  set learningRate(learningRate: number) {
    this.#checkOutsideStep();
    this.#set(learningRate);
    this.#own ??= { own: 0, base: 0 };
    this.#own.own = learningRate;
    // At a base of 0 there is no ratio to keep.
    this.#own.base = this.#base === 0 ? null : this.#base;
  }

  /** Called by the optimizer when its rate changes: scales this group's rate so that it keeps its ratio. */
  follow(base: number): void {
    this.#checkOutsideStep();
    const rate = this.#own;
    if (rate !== null && rate.own > 0 && rate.base === 0) {
      throw new ValueError(
        `${this.#rule.name}: learningRate: ` +
          `a group was given the rate ${rate.own} while the optimizer's was 0, which is no ratio to keep: ` +
          'give the optimizer a learningRate above 0, or set groups[i].learningRate.',
      );
    }
    this.#set(rateAt(base, rate));
    this.#base = base;
  }

  /** A copy of what `optimizer.rates()` has of this group; null if it has the optimizer's rate. */
  get ownRate(): GroupRate | null {
    return this.#own && { ...this.#own };
  }

  /** Called by the optimizer with rates that it has checked. */
  restore(base: number, rate: GroupRate | null): void {
    this.#checkOutsideStep();
    this.#set(rateAt(base, rate));
    this.#own = rate && { own: rate.own, base: rate.base };
    this.#base = base;
  }

  #checkOutsideStep(): void {
    if (!this.#backend?.capturing) return;
    throw new RegoptError(
      `${this.#rule.name}: learningRate was set in a compiled step, and replays would not set it. ` +
        'Set it between calls of the step.',
    );
  }

  #set(learningRate: number): void {
    const former = this.#settings.learningRate;
    // In place, since it may be set at every step: a step must make no garbage.
    this.#settings.learningRate = learningRate;
    try {
      this.#rule.check(this.#settings);
    } catch (error) {
      this.#settings.learningRate = former;
      throw error;
    }
  }
}

/** A copy, with frozen copies of its arrays. */
const ownCopy = <Settings extends object>(settings: Settings): Settings =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      Array.isArray(value) ? Object.freeze([...value]) : value,
    ]),
  ) as Settings;
