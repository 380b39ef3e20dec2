import type { Optimizer } from '@regopt/optim';
import type { SafetensorsEntry, Tensor } from '@regopt/tensor';

/** What a session uses of an optimizer: one of `@regopt/optim`, or something of your own. */
export type TrainingOptimizer = Pick<
  Optimizer,
  'step' | 'learningRate' | 'groups' | 'state' | 'load' | 'rates' | 'loadRates'
>;

/** What a session uses of an average of weights: `ema` or `swa` of `@regopt/optim`. */
export interface TrainingAverage {
  /** The live averages, by the names of the weights in the model's state dict. */
  readonly average: ReadonlyMap<string, Tensor>;
  /** The weights, by the same names. */
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Moves the averages towards the weights as they are now. */
  update(): void;
  /** Exchanges the values of the weights and of their averages, in place. */
  exchange(): void;
  state(): ReadonlyMap<string, Tensor>;
  load(state: ReadonlyMap<string, Tensor | SafetensorsEntry>): unknown;
}
