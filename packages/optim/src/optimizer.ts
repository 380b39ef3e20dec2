import {
  type Backend,
  emptyLike,
  hostView,
  keep,
  RegoptError,
  scope,
  type Tensor,
  type TypedArray,
  viewSlice,
} from '@regopt/tensor';
import { checkGradient } from './check-gradient.ts';
import type { GradientSource } from './gradients.ts';
import { loadState, type StateEntry } from './load-state.ts';
import { nameOfOther } from './name-of-other.ts';
import type { OptimizerGroup } from './optimizer-group.ts';
import { type ParameterSource, resolveGroups } from './parameter-groups.ts';
import { ParameterState } from './parameter-state.ts';
import { saveState } from './save-state.ts';
import { updateParameters } from './update-parameters.ts';
import type { RuleSettings, UpdateRule } from './update-rule.ts';

/**
 * Drives an update rule over groups of parameters: one kernel for all of them, in place and without temporaries. It owns
 * the step counts and the rule's state, which live outside of every scope until `dispose()`.
 *
 * A step can be recorded and replayed: what changes from step to step (the learning rate, bias corrections) is written to
 * memory by a host callback that counts the steps as well. A recorded step may hold one `step` of an optimizer.
 */
export class Optimizer<Settings extends RuleSettings = RuleSettings> {
  /** The parameter groups, in the order they were given. Each has a learning rate of its own. */
  readonly groups: readonly OptimizerGroup<Settings>[];
  readonly #rule: UpdateRule<Settings>;
  readonly #states: readonly ParameterState<Settings>[];
  readonly #backend: Backend;
  /** One row a parameter: the numbers its kernel reads. */
  readonly #hyper: Tensor;
  /** One row, before it goes to memory. */
  readonly #numbers: Float64Array;

  /**
   * @throws ValueError for options that make no sense, no parameters, or one given twice; DTypeError for one that is
   *   neither f32 nor f64; ShapeError for a view with holes.
   */
  constructor(rule: UpdateRule<Settings>, parameters: ParameterSource<Settings>, options: Partial<Settings>) {
    this.#rule = rule;
    this.groups = resolveGroups(rule, parameters, options);
    this.#states = this.groups.flatMap((group) =>
      Array.from(group.parameters, ([name, parameter]) => new ParameterState(rule, name, parameter, group)),
    );
    const [first] = this.#states;
    this.#backend = first.parameter.storage.backend;
    for (const { name, parameter } of this.#states) {
      if (parameter.storage.backend === this.#backend) continue;
      throw new RegoptError(
        `${rule.name}: parameter "${name}" lives on the back end ${parameter.storage.backend.name}, ` +
          `"${first.name}" on ${nameOfOther(this.#backend, parameter.storage.backend)}. Make them on one.`,
      );
    }
    this.#numbers = new Float64Array(rule.hyperLength);
    this.#hyper = keep(emptyLike(first.parameter, [this.#states.length, rule.hyperLength], 'f64'));
    this.#states.forEach((state, row) => {
      state.hyper = viewSlice(this.#hyper, 0, row, row + 1);
    });
  }

  /**
   * The first group's learning rate. Setting it sets every group's, for the steps to come; a group of another rate is set
   * by `groups[i].learningRate`. Throws ValueError unless it is finite and >= 0.
   */
  get learningRate(): number {
    return this.groups[0].learningRate;
  }

  set learningRate(learningRate: number) {
    for (const group of this.groups) group.learningRate = learningRate;
  }

  /**
   * Updates every parameter that has a gradient. One without is left alone, and so are its state and step count.
   *
   * @throws ShapeError, DTypeError or RegoptError, before anything is changed, for a gradient that does not fit its
   *   parameter or whose memory was freed.
   */
  step(gradients: GradientSource): void {
    if (this.#hyper.storage.disposed) this.#hyper.storage.failDisposed(`${this.#rule.name}: the optimizer`);
    const states: ParameterState<Settings>[] = [];
    const found: Tensor[] = [];
    let copies = false;
    for (const state of this.#states) {
      const gradient = gradients.get(state.parameter);
      if (gradient === undefined) continue;
      checkGradient(this.#rule.name, state.name, state.parameter, gradient);
      states.push(state);
      found.push(gradient);
      copies ||= !gradient.contiguous;
    }
    if (states.length === 0) return;
    for (const state of states) state.slots();
    const hyper = hostView(this.#hyper);
    this.#backend.host(() => this.#advance(states, hyper()), false, this.#hyper, this);
    if (copies) scope(() => updateParameters(states, found));
    else updateParameters(states, found);
  }

  /**
   * A copy of the step counts and of the rule's state: `<parameter>.step`, a scalar of f64, and, once the parameter has
   * taken a step, PyTorch's names such as `<parameter>.exp_avg`. Settings and the learning rate are not in it.
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
    return saveState(this.#states);
  }

  /**
   * Takes over what `state()` gave, as tensors or as `readSafetensors` reads them from a file: every parameter must be
   * there, with the same shape and dtype, and nothing else.
   *
   * @throws ValueError, ShapeError or DTypeError, before anything is changed, that names the entry.
   */
  load(state: ReadonlyMap<string, StateEntry>): void {
    loadState(this.#rule.name, this.#states, state);
  }

  /** Frees the state. The parameters stay. */
  dispose(): void {
    this.#hyper.dispose();
    for (const state of this.#states) state.dispose();
  }

  /** Counts a step of these parameters and writes what their kernels read. It runs before each replay: no garbage. */
  #advance(states: readonly ParameterState<Settings>[], hyper: TypedArray): void {
    const numbers = this.#numbers;
    let last: ParameterState<Settings> | undefined;
    for (let i = 0; i < states.length; i++) {
      const state = states[i];
      state.steps += 1;
      // Parameters of one group nearly always stand at the same step.
      if (last?.group !== state.group || last.steps !== state.steps) {
        this.#rule.writeHyper(numbers, state.steps, state.group.settings);
      }
      last = state;
      hyper.set(numbers, state.hyper.offset);
    }
  }
}
