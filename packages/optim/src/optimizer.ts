import { type Tensor, ValueError, valueText } from '@regopt/tensor';
import { checkGradient, checkNotNegative } from './check.ts';
import type { GradientSource } from './gradients.ts';
import { type LoadedState, type LoadStateOptions, loadState, type StateEntry } from './load-state.ts';
import type { OptimizerGroup } from './optimizer-group.ts';
import { checkRates, type OptimizerRates } from './optimizer-rates.ts';
import { type Given, type ParameterSource, resolveGroups } from './parameter-groups.ts';
import { ParameterState } from './parameter-state.ts';
import { ParameterUpdates } from './parameter-updates.ts';
import { saveState } from './save-state.ts';
import type { RuleSettings, UpdateRule } from './update-rule.ts';

/**
 * Applies an update rule to groups of parameters: one kernel for all of them, in place and without
 * temporaries. It owns the step counts and the rule's state, which live outside every scope until
 * `dispose()`.
 *
 * A step can be captured and replayed. A captured step may contain only one `step` of an optimizer.
 */
export class Optimizer<Settings extends RuleSettings = RuleSettings> {
  /** The parameter groups, in the given order. */
  readonly groups: readonly OptimizerGroup<Settings>[];
  readonly #rule: UpdateRule<Settings>;
  #learningRate: number;
  readonly #updates: ParameterUpdates<Settings>;

  /**
   * @throws ValueError for options out of range, no parameters, or one given twice; DTypeError for one that
   *   is neither f32 nor f64; ShapeError for a view with holes.
   */
  constructor(rule: UpdateRule<Settings>, parameters: ParameterSource<Settings>, options: Given<Settings>) {
    this.#rule = rule;
    const { groups, learningRate } = resolveGroups(rule, parameters, options);
    this.groups = groups;
    this.#learningRate = learningRate;
    const states = this.groups.flatMap((group) =>
      Array.from(group.parameters, ([name, parameter]) => new ParameterState(rule, name, parameter, group)),
    );
    this.#updates = new ParameterUpdates(rule, states);
  }

  /**
   * The base rate: the option `learningRate`, or by default the first group's rate. Setting it scales the
   * rates of all groups for the next steps, as PyTorch's schedulers do: a group's rate becomes rate * (its
   * own rate / the base rate when its own was set). A group without its own rate gets exactly this rate, one
   * of rate 0 stays at 0, and a `groups[i].learningRate` that was set while the base was 0, such as at the
   * start of a warm-up, stays until it is set again.
   *
   * @throws ValueError, with nothing changed, unless it is finite and >= 0, and when a group's option
   *   `learningRate` was given with a base of 0, which leaves no ratio; RegoptError in a step while it is
   *   captured or checked: a replay would not set it.
   * @example
   * ```ts
   * import { adamw } from '@regopt/optim';
   * import { tensor } from '@regopt/tensor';
   * const [backbone, head] = [tensor([1]), tensor([2])];
   * const groups = [{ parameters: [backbone], learningRate: 1e-4 }, { parameters: [head] }];
   * const optimizer = adamw(groups, { learningRate: 1e-3 });
   * optimizer.learningRate = 5e-4; // schedule(step), which starts at 1e-3
   * optimizer.groups.map((group) => group.learningRate); // [0.00005, 0.0005]
   * ```
   */
  get learningRate(): number {
    return this.#learningRate;
  }

  set learningRate(learningRate: number) {
    const former = this.#learningRate;
    if (!(Number.isFinite(learningRate) && learningRate >= 0))
      checkNotNegative(this.#rule.name, { learningRate }, ['learningRate']);
    let at = 0;
    try {
      for (; at < this.groups.length; at++) this.groups[at]!.follow(learningRate);
    } catch (error) {
      while (at-- > 0) this.groups[at]!.follow(former);
      throw error;
    }
    this.#learningRate = learningRate;
  }

  /**
   * Updates every parameter that has a gradient. Parameters without one do not change, nor do their state and
   * step count.
   *
   * @throws ValueError when no parameter has a gradient; ShapeError, DTypeError or RegoptError, before
   *   anything is changed, for a gradient that does not fit its parameter or whose memory was freed.
   */
  step(gradients: GradientSource): void {
    this.#checkAlive();
    if (typeof gradients?.get !== 'function') {
      throw new ValueError(
        `${this.#rule.name}: step takes the Map of gradients that backward(loss) gives, got ` +
          `${valueText(gradients)}.`,
      );
    }
    const all = this.#updates.states;
    const states: ParameterState<Settings>[] = [];
    const found: Tensor[] = [];
    for (const state of all) {
      const gradient = gradients.get(state.parameter);
      if (gradient === undefined) continue;
      checkGradient(this.#rule.name, state.name, state.parameter, gradient);
      states.push(state);
      found.push(gradient);
    }
    if (states.length === 0) {
      throw new ValueError(
        `${this.#rule.name}: step: no parameter of the optimizer has a gradient, such as ` +
          `"${all[0]!.name}". The Map holds gradients by tensor: were they computed for the ` +
          'parameters of another model?',
      );
    }
    this.#updates.run(states, found);
  }

  /**
   * A copy of the step counts and of the rule's state: `<parameter>.step`, a scalar f64, and, after the
   * parameter's first step, PyTorch's names such as `<parameter>.exp_avg`. It does not contain settings or
   * learning rates: see {@link rates}.
   *
   * @example
   * ```ts
   * import { adam } from '@regopt/optim';
   * import { tensor } from '@regopt/tensor';
   * const weight = tensor([1, -2]);
   * const optimizer = adam(new Map([['0.weight', weight]]));
   * optimizer.step(new Map([[weight, tensor([2, -4])]]));
   * const saved = optimizer.state(); // 0.weight.step, 0.weight.exp_avg, 0.weight.exp_avg_sq
   * adam(new Map([['0.weight', weight]])).load(saved); // goes on with the same bits
   * ```
   */
  state(): Map<string, Tensor> {
    return saveState(this.#updates.states);
  }

  /**
   * Restores a result of `state()`, as tensors or as the entries that `readSafetensors` reads from a file.
   * Floats are converted to the parameter's dtype. Every parameter must be present, with the same shape, and
   * nothing else; with `{ strict: false }` a parameter with missing entries, such as one that was added
   * later, starts fresh. Learning rates are not part of a state and do not change: see {@link loadRates}.
   *
   * @throws ValueError, ShapeError or DTypeError, before anything is changed, that lists all mismatches;
   *   DisposedError after `dispose()`.
   * @example
   * ```ts
   * import { adam } from '@regopt/optim';
   * import { tensor } from '@regopt/tensor';
   * const [weight, added] = [tensor([1, -2]), tensor([0])];
   * const saved = adam(new Map([['weight', weight]])).state();
   * const optimizer = adam(new Map([['weight', weight], ['added', added]]));
   * optimizer.load(saved, { strict: false }).missing; // ['added.step']
   * ```
   */
  load(state: ReadonlyMap<string, StateEntry>, options?: LoadStateOptions): LoadedState {
    this.#checkAlive();
    return loadState(this.#rule.name, 'optimizer', this.#updates.states, state, options);
  }

  /**
   * The learning rates as plain JSON, for a run that goes on elsewhere: the base rate, and the rates of
   * groups that were given their own, with what later changes of the base rate make of them.
   *
   * @example
   * ```ts
   * import { sgd } from '@regopt/optim';
   * import { tensor } from '@regopt/tensor';
   * const groups = [{ parameters: [tensor([1])] }, { parameters: [tensor([2])] }];
   * const optimizer = sgd(groups, { learningRate: 0.1 });
   * optimizer.groups[1]!.learningRate = 0.01;
   * const saved = JSON.stringify(optimizer.rates());
   *
   * const resumed = sgd(groups, { learningRate: 0.1 });
   * resumed.loadRates(JSON.parse(saved));
   * resumed.learningRate = 0.05;
   * resumed.groups[1]!.learningRate; // 0.005
   * ```
   */
  rates(): OptimizerRates {
    return { learningRate: this.#learningRate, groups: this.groups.map(({ ownRate }) => ownRate) };
  }

  /**
   * Restores a result of `rates()`, of an optimizer with as many groups.
   *
   * @throws ValueError, with nothing changed, for rates that are no result of `rates()`; RegoptError in a
   *   step while it is captured or checked.
   */
  loadRates(rates: OptimizerRates): void {
    checkRates(this.#rule.name, rates, this.groups.length);
    const { learningRate, groups } = rates;
    groups.forEach((rate, i) => void this.groups[i]!.restore(learningRate, rate));
    this.#learningRate = learningRate;
  }

  /** Frees the state. The parameters stay. */
  dispose(): void {
    this.#updates.dispose();
  }

  #checkAlive(): void {
    this.#updates.checkAlive(`${this.#rule.name}: the optimizer`);
  }
}
