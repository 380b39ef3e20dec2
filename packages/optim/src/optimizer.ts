import {
  type Backend,
  contiguous,
  empty,
  keep,
  RegoptError,
  run,
  scope,
  type Tensor,
  viewSlice,
  withBackend,
} from '@regopt/tensor';
import { checkGradient } from './check-gradient.ts';
import type { GradientSource } from './gradients.ts';
import { loadState, type StateEntry } from './load-state.ts';
import { nameOfOther } from './name-of-other.ts';
import type { OptimizerGroup } from './optimizer-group.ts';
import { type ParameterSource, resolveGroups } from './parameter-groups.ts';
import { ParameterState } from './parameter-state.ts';
import { saveState } from './save-state.ts';
import type { RuleSettings, UpdateRule } from './update-rule.ts';

/**
 * Drives an update rule over groups of parameters: one kernel a parameter, in place and without temporaries. It owns the
 * step counts and the rule's state, which live outside of every scope until `dispose()`.
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
  readonly #rows: readonly Tensor[];

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
    const length = rule.hyper(1, first.group.settings).length;
    this.#hyper = withBackend(this.#backend, () =>
      keep(empty([this.#states.length, length], { dtype: 'f64' })),
    );
    this.#rows = this.#states.map((_, row) => viewSlice(this.#hyper, 0, row, row + 1));
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
    const rows: number[] = [];
    const found: Tensor[] = [];
    for (let row = 0; row < this.#states.length; row++) {
      const { name, parameter } = this.#states[row];
      const gradient = gradients.get(parameter);
      if (gradient === undefined) continue;
      checkGradient(this.#rule.name, name, parameter, gradient);
      rows.push(row);
      found.push(gradient);
    }
    if (rows.length === 0) return;
    for (const row of rows) this.#states[row].slots();
    this.#backend.host(() => this.#advance(rows));
    for (let i = 0; i < rows.length; i++) this.#update(rows[i], found[i]);
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

  /** Counts a step of these parameters and writes what their kernels read. */
  #advance(rows: readonly number[]): void {
    const hyper = this.#hyper.data();
    let last: ParameterState<Settings> | undefined;
    let block: readonly number[] = [];
    for (const row of rows) {
      const state = this.#states[row];
      state.steps += 1;
      // Parameters of one group nearly always stand at the same step.
      if (last?.group !== state.group || last.steps !== state.steps) {
        block = this.#rule.hyper(state.steps, state.group.settings);
      }
      last = state;
      hyper.set(block, row * block.length);
    }
  }

  #update(row: number, gradient: Tensor): void {
    const state = this.#states[row];
    const apply = (g: Tensor): void =>
      run(state.kernel, [state.parameter, ...state.slots(), g, this.#rows[row]], state.numbers);
    if (gradient.contiguous) apply(gradient);
    else scope(() => apply(contiguous(gradient)));
  }
}
