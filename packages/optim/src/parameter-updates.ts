import {
  type Backend,
  contiguous,
  emptyLike,
  hostView,
  keep,
  markWritten,
  run,
  scope,
  type Tensor,
  type TypedArray,
  viewSlice,
} from '@regopt/tensor';
import { checkBackend } from './check.ts';
import type { ParameterState } from './parameter-state.ts';
import type { UpdateFormula } from './update-rule.ts';

/**
 * Max number of tensors in one command: the limit of the WASM back end, `maxTensors` in kernels-wasm's
 * `src/runtime/argument-block.ts`, whose test compares the two.
 */
const maxTensors = 2048;

/**
 * Runs a rule's formula over parameters, and owns their states. Numbers that change from step to step (the
 * learning rate, bias corrections) are written to memory by a host callback, which also counts the steps, so
 * that a step can be captured and replayed.
 */
export class ParameterUpdates<Settings> {
  readonly states: readonly ParameterState<Settings>[];
  readonly #formula: UpdateFormula<Settings>;
  readonly #backend: Backend;
  /** One row per parameter: the numbers that its kernel reads. */
  readonly #hyper: Tensor;
  /** Buffer for one row on the host. */
  readonly #numbers: Float64Array;

  /**
   * @param states at least one
   * @throws RegoptError for parameters on different back ends.
   */
  constructor(formula: UpdateFormula<Settings>, states: readonly ParameterState<Settings>[]) {
    this.#formula = formula;
    this.states = states;
    const first = states[0]!;
    for (const state of states) checkBackend(formula.name, state, first);
    this.#backend = first.parameter.storage.backend;
    const length = Math.max(...states.map(({ kernel }) => Object.keys(kernel.places).length));
    this.#numbers = new Float64Array(length);
    this.#hyper = keep(emptyLike(first.parameter, [states.length, length], 'f64'));
    states.forEach((state, row) => {
      state.hyper = viewSlice(this.#hyper, 0, row, row + 1);
    });
  }

  /** Updates the parameters of these states, a part of `states` in its order, by their gradients. */
  run(states: readonly ParameterState<Settings>[], gradients: readonly Tensor[]): void {
    for (const state of states) state.slots();
    const hyper = hostView(this.#hyper);
    this.#backend.host(() => this.#advance(states, hyper()), false, this.#hyper, this);
    if (gradients.every((gradient) => gradient.contiguous)) runKernels(states, gradients);
    else scope(() => runKernels(states, gradients));
  }

  /** Throws DisposedError, which names `owner`, after `dispose()`. */
  checkAlive(owner: string): void {
    if (this.#hyper.storage.disposed) this.#hyper.storage.failDisposed(owner);
  }

  /** Frees the states. The parameters stay. */
  dispose(): void {
    this.#hyper.dispose();
    for (const state of this.states) state.dispose();
  }

  /**
   * Counts a step of these parameters and writes the numbers of their kernels. Runs before each replay: no
   * garbage.
   */
  #advance(states: readonly ParameterState<Settings>[], hyper: TypedArray): void {
    const numbers = this.#numbers;
    let last: ParameterState<Settings> | undefined;
    for (let i = 0; i < states.length; i++) {
      const state = states[i]!;
      const step = state.steps + 1;
      // Usually all parameters of a group are at the same step and share one row.
      if (last?.group !== state.group || last.steps !== step) {
        this.#formula.writeHyper(numbers, state.kernel.places, step, state.group.settings);
      }
      state.steps = step;
      last = state;
      hyper.set(numbers, state.hyper.offset);
    }
  }
}

/**
 * One command for consecutive parameters with the same kernel and dtype. Gradients with holes are copied
 * first.
 */
function runKernels(states: readonly ParameterState<unknown>[], gradients: readonly Tensor[]): void {
  for (let start = 0, end = 0; start < states.length; start = end) {
    const { kernel, parameter, tensorCount } = states[start]!;
    const tensors: Tensor[] = [];
    const numbers = [0];
    for (; end < states.length && tensors.length + tensorCount <= maxTensors; end++) {
      const state = states[end]!;
      if (state.kernel !== kernel || state.parameter.dtype !== parameter.dtype) break;
      tensors.push(state.parameter, ...state.slots(), contiguous(gradients[end]!), state.hyper);
      numbers.push(state.parameter.size);
    }
    numbers[0] = end - start;
    run(kernel, tensors, numbers);
    // The slots need no mark: nothing else reads them.
    for (let i = start; i < end; i++) markWritten(states[i]!.parameter);
  }
}
