import { cast, copyInto, keep, RegoptError, scope, type Tensor, ValueError } from '@regopt/tensor';
import { checkParameter } from '../check.ts';
import { type LoadedState, type LoadStateOptions, loadState, type StateEntry } from '../load-state.ts';
import { type NamedParameters, takeParameters } from '../parameter-groups.ts';
import { ParameterState } from '../parameter-state.ts';
import { ParameterUpdates } from '../parameter-updates.ts';
import { saveState } from '../save-state.ts';
import { defineUpdateKernel } from '../update-kernel.ts';
import type { UpdateFormula } from '../update-rule.ts';

/**
 * `averageWeights [average, weight, hyper]...`: average + factor (weight - average), from the nearer end as
 * PyTorch's lerp. A factor of 1 copies, so that the former average, even NaN, leaves no trace.
 */
export const averageWeightsKernel = /* @__PURE__ */ defineUpdateKernel(
  { builtIn: 'averageWeights' },
  ['factor'],
  ([average, weight], { factor }, n) => {
    for (let i = 0; i < n; i++) {
      const a = average![i]!;
      const w = weight![i]!;
      if (factor === 1) average![i] = w;
      else average![i] = factor < 0.5 ? a + factor * (w - a) : w - (1 - factor) * (w - a);
    }
  },
);

/**
 * A running average of weights, which moves at each `update()`:
 *
 *     average <- weight at the first update, later  average <- average + factor (weight - average)
 *
 * One command for all weights, which a captured step may contain once. The averages live outside every scope
 * until `dispose()`. See {@link ema} and {@link swa}.
 */
export class WeightAverage {
  /** The averages by parameter name, updated in place. Before the first update: copies of the weights. */
  readonly average: ReadonlyMap<string, Tensor>;
  /** The weights that they are the averages of, by the same names. */
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly #name: string;
  readonly #weights: readonly Tensor[];
  readonly #updates: ParameterUpdates<undefined>;
  #exchanged = false;

  /**
   * @param name the name in error messages
   * @param parameters tensors, or a Map from names to tensors
   * @param factor the factor of update 2, 3, ...; runs before each replay of a captured step, so it must make
   *   no arrays or objects
   * @throws ValueError for no parameters, or one given twice; DTypeError for one that is neither f32 nor f64;
   *   ShapeError for a view with holes; RegoptError for parameters on different back ends.
   */
  constructor(name: string, parameters: NamedParameters, factor: (update: number) => number) {
    this.#name = name;
    const named = takeParameters(name, parameters);
    if (named.size === 0)
      throw new ValueError(`${name}: there are no parameters to average: the list is empty.`);
    for (const [key, weight] of named) checkParameter(name, key, weight);
    const formula: UpdateFormula<undefined, 'factor'> = {
      name,
      kernel: () => averageWeightsKernel,
      slots: () => [],
      writeHyper: (hyper, places, t) => {
        // Here, so that replays are checked too.
        this.#checkInPlace('update');
        hyper[places.factor] = t === 1 ? 1 : factor(t);
      },
    };
    const group = { settings: undefined };
    this.weights = named;
    this.#weights = [...named.values()];
    // An error in here frees the copies.
    this.#updates = scope(() => {
      const states = Array.from(
        named,
        ([key, weight]) => new ParameterState(formula, key, cast(weight, weight.dtype), group, 'average'),
      );
      const updates = new ParameterUpdates(formula, states);
      for (const { parameter } of states) keep(parameter);
      return updates;
    });
    this.average = new Map(this.#updates.states.map((state) => [state.name, state.parameter]));
  }

  /** Number of updates so far. A parameter that a load left out begins again at 0; the least counts. */
  get updates(): number {
    return Math.min(...this.#updates.states.map(({ steps }) => steps));
  }

  /** True while weights and averages are exchanged. */
  get exchanged(): boolean {
    return this.#exchanged;
  }

  /**
   * Moves the averages towards the weights as they are now. Call it after the optimizer's step, in a compiled
   * step too.
   *
   * @throws RegoptError while weights and averages are exchanged; DisposedError after `dispose()`, or when a
   *   weight's memory was freed.
   */
  update(): void {
    this.#checkAlive('update');
    this.#updates.run(this.#updates.states, this.#weights);
  }

  /**
   * Exchanges the values of weights and averages, in place: the model then computes with the averages, and a
   * second call restores the same bits. While it runs it needs memory for one more copy of the weights.
   *
   * @throws ValueError before the first update; RegoptError in a step while it is captured or checked: a
   *   replay would not know which are which; DisposedError after `dispose()`, or when a weight's memory was
   *   freed.
   * @example
   * ```ts
   * import { ema } from '@regopt/optim';
   * import { assign, tensor } from '@regopt/tensor';
   * const weight = tensor([0]);
   * const average = ema([weight], { decay: 0.75 });
   * average.update();
   * assign(weight, [8]);
   * average.update();
   * average.exchange(); // evaluate or save the model here
   * weight.toArray(); // [2]
   * average.exchange();
   * weight.toArray(); // [8]
   * ```
   */
  exchange(): void {
    this.#checkAlive('exchange');
    const { states } = this.#updates;
    if (this.#weights[0]!.storage.backend.capturing) {
      throw new RegoptError(
        `${this.#name}: exchange was called in a compiled step; call it between calls of the step.`,
      );
    }
    const fresh = states.find(({ steps }) => steps === 0);
    if (fresh !== undefined) {
      throw new ValueError(
        `${this.#name}: exchange: there is no average of "${fresh.name}" yet; call update() first.`,
      );
    }
    scope(() => {
      // All memory is allocated before anything is written.
      const held = this.#weights.map((weight) => cast(weight, weight.dtype));
      states.forEach(({ parameter }, i) => {
        copyInto(this.#weights[i]!, parameter);
        copyInto(parameter, held[i]!);
      });
    });
    this.#exchanged = !this.#exchanged;
  }

  /**
   * A copy of the averages and of their numbers of updates: `<parameter>.step`, a scalar f64, and, after the
   * first update, `<parameter>.average`.
   *
   * @throws RegoptError while weights and averages are exchanged; DisposedError after `dispose()`.
   */
  state(): Map<string, Tensor> {
    this.#checkAlive('state');
    this.#checkInPlace('state');
    return saveState(this.#updates.states);
  }

  /**
   * Restores a result of `state()`, as tensors or as the entries that `readSafetensors` reads from a file.
   * Every parameter must be present, with the same shape, and nothing else; with `{ strict: false }` the
   * average of a parameter with missing entries begins again.
   *
   * @throws ValueError, ShapeError or DTypeError, before anything is changed, that lists all mismatches;
   *   RegoptError while weights and averages are exchanged; DisposedError after `dispose()`.
   */
  load(state: ReadonlyMap<string, StateEntry>, options?: LoadStateOptions): LoadedState {
    this.#checkAlive('load');
    this.#checkInPlace('load');
    return loadState(this.#name, 'average', this.#updates.states, state, options);
  }

  /** Frees the averages. The weights stay, with the values that they have. */
  dispose(): void {
    this.#updates.dispose();
    for (const each of this.average.values()) each.dispose();
  }

  #checkAlive(operation: string): void {
    this.#updates.checkAlive(`${this.#name}: ${operation}: the average`);
    this.#weights.forEach(({ storage }, i) => {
      if (!storage.disposed) return;
      storage.failDisposed(`${this.#name}: ${operation}: parameter "${this.#updates.states[i]!.name}"`);
    });
  }

  #checkInPlace(operation: string): void {
    if (!this.#exchanged) return;
    throw new RegoptError(
      `${this.#name}: ${operation}: weights and averages are exchanged; call exchange() again first.`,
    );
  }
}
