import * as optim from '@regopt/optim';
import type { Tensor } from '@regopt/tensor';

/** What a rule does with the weight decay λ. */
const l2 = 'L2, g + λw';
const decoupled = 'apart from the gradient, w (1 − ηλ)';

interface OptimizerChoice {
  rule(
    parameters: Map<string, Tensor>,
    options: { learningRate: number; weightDecay: number; momentum?: number },
  ): Pick<optim.Optimizer, 'step' | 'dispose' | 'learningRate'>;
  readonly decay: typeof l2 | typeof decoupled;
  /** Whether the rule has a momentum. */
  readonly momentum?: true;
}

/**
 * The update rules that a run can be told to use. What names them elsewhere derives from this table: the choices and the help of
 * the command line, the check of a config, the notes of the report.
 */
export const optimizers = {
  sgd: { rule: optim.sgd, decay: l2, momentum: true },
  adam: { rule: optim.adam, decay: l2 },
  adamw: { rule: optim.adamw, decay: decoupled },
  lion: { rule: optim.lion, decay: decoupled },
} as const satisfies Readonly<Record<string, OptimizerChoice>>;

export const optimizerNames = Object.keys(optimizers) as (keyof typeof optimizers)[];

/** The options of a run that its optimizer takes. */
interface OptimizerSettings {
  readonly optimizer: keyof typeof optimizers;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum: number;
}

/** The optimizer that the options name. */
export function makeOptimizer(
  parameters: Map<string, Tensor>,
  { optimizer, learningRate, weightDecay, momentum }: OptimizerSettings,
): ReturnType<OptimizerChoice['rule']> {
  const choice: OptimizerChoice = optimizers[optimizer];
  return choice.rule(parameters, { learningRate, weightDecay, ...(choice.momentum && { momentum }) });
}

const namesWhere = (holds: (choice: OptimizerChoice) => boolean): string =>
  new Intl.ListFormat('en-GB').format(optimizerNames.filter((name) => holds(optimizers[name])));

/** The rules that have a momentum. */
export const momentumRules = namesWhere(({ momentum }) => momentum === true);

/** What each rule does with the weight decay. */
export const decayNote = [l2, decoupled]
  .map((decay) => `${decay}, in ${namesWhere((choice) => choice.decay === decay)}`)
  .join('; ');
