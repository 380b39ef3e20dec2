import * as optim from '@regopt/optim';
import type { Tensor } from '@regopt/tensor';

/** The uses of the weight decay λ in an update rule: for the help, and with the formula for the report. */
const l2 = { help: 'L2', note: 'L2, g + λw,' };
const decoupled = { help: 'decoupled', note: 'apart from the gradient, w (1 − ηλ),' };

interface OptimizerChoice {
  rule(
    parameters: Map<string, Tensor>,
    options: { learningRate: number; weightDecay: number; momentum?: number },
  ): Pick<optim.Optimizer, 'step' | 'dispose' | 'learningRate'>;
  readonly decay: typeof l2 | typeof decoupled;
  /** True if `--momentum` is an option of the rule. */
  readonly momentum: boolean;
}

/**
 * The update rules that `--optimizer` accepts. Everything else that names them derives from this table: the
 * command line's choices and help, the check of a config, and the report's notes.
 */
export const optimizers = {
  sgd: { rule: optim.sgd, decay: l2, momentum: true },
  adam: { rule: optim.adam, decay: l2, momentum: false },
  adamw: { rule: optim.adamw, decay: decoupled, momentum: false },
  lion: { rule: optim.lion, decay: decoupled, momentum: false },
} as const satisfies Readonly<Record<string, OptimizerChoice>>;

export const optimizerNames = Object.keys(optimizers) as (keyof typeof optimizers)[];

export const optimizerHelp = `${optimizerNames.join(', ')}; lion wants a learning rate 3 to 10 times smaller`;

/** The options that an optimizer reads. */
interface OptimizerSettings {
  readonly optimizer: keyof typeof optimizers;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly momentum: number;
}

/** Makes the optimizer that the options name. */
export function makeOptimizer(
  parameters: Map<string, Tensor>,
  { optimizer, learningRate, weightDecay, momentum }: OptimizerSettings,
): ReturnType<OptimizerChoice['rule']> {
  const choice: OptimizerChoice = optimizers[optimizer];
  return choice.rule(parameters, { learningRate, weightDecay, ...(choice.momentum && { momentum }) });
}

const namesWhere = (holds: (choice: OptimizerChoice) => boolean): string =>
  optimizerNames.filter((name) => holds(optimizers[name])).join(' and ');

/** The names of the rules that have the option `--momentum`. */
export const momentumRules = namesWhere(({ momentum }) => momentum);

const decayOf = (use: keyof typeof l2): string[] =>
  [l2, decoupled].map((decay) => `${decay[use]} in ${namesWhere((choice) => choice.decay === decay)}`);

/** Each rule's use of the weight decay. */
export const decayHelp = decayOf('help').join(', ');
export const decayNote = decayOf('note').join('; ');
