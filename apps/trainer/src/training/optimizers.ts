import * as optim from '@regopt/optim';
import { empty, scope, type Tensor } from '@regopt/tensor';
import * as v from 'valibot';
import { choiceSchema } from '../config/choice-schema.ts';
import {
  andText,
  atLeastZero,
  belowOne,
  described,
  finite,
  share,
  trueOrFalse,
} from '../config/option-kinds.ts';

/** The uses of the weight decay λ in an update rule: for the help, and with the formula for the report. */
const l2 = { help: 'L2', note: 'λ, L2: the gradient becomes g + λw' };
const decoupled = { help: 'decoupled', note: 'λ, apart from the gradient: each step takes w to w (1 − ηλ)' };

type Rule = Pick<
  optim.Optimizer,
  'step' | 'learningRate' | 'groups' | 'state' | 'load' | 'rates' | 'loadRates' | 'dispose'
>;

interface OptimizerChoice {
  rule(
    parameters: Iterable<Tensor> | ReadonlyMap<string, Tensor>,
    options?: { readonly learningRate: number; readonly weightDecay: number },
  ): Rule;
  readonly decay: typeof l2 | typeof decoupled;
  /** Defaults of the trainer that differ from the rule's own. */
  readonly defaults?: Readonly<Record<string, unknown>>;
}

/**
 * The update rules that `optimizer.name` accepts, one row each. The options and defaults are the rule's own;
 * the check of a config, the help, the JSON Schema and the report's notes derive from this table.
 */
export const optimizers = {
  sgd: { rule: optim.sgd, decay: l2, defaults: { momentum: 0.9 } },
  adam: { rule: optim.adam, decay: l2 },
  adamw: { rule: optim.adamw, decay: decoupled },
  lion: { rule: optim.lion, decay: decoupled },
} as const satisfies Readonly<Record<string, OptimizerChoice>>;

type OptimizerName = keyof typeof optimizers;
type Settings = ReturnType<(typeof optimizers)[OptimizerName]['rule']>['groups'][number]['settings'];
type KeysOf<Union> = Union extends unknown ? keyof Union : never;

/** Every option of any rule. `maximize` is not one of the trainer's: it minimizes a loss. */
const optionKinds = {
  learningRate: described(atLeastZero, 'η: the highest rate of the schedule'),
  momentum: described(share, 'μ: how much of the last step goes into the next'),
  dampening: described(finite, 'a new gradient enters the momentum with weight 1 − dampening'),
  nesterov: described(trueOrFalse, 'whether the gradient is taken where the momentum leads'),
  betas: described(
    v.strictTuple([belowOne, belowOne], ' must be a list of two numbers'),
    'decay rates of the averages of the gradient and of its square; of lion, of its two momenta',
  ),
  epsilon: described(atLeastZero, 'added to the denominator'),
  amsgrad: described(trueOrFalse, 'whether to divide by the largest average of squares so far'),
  weightDecay: atLeastZero,
} satisfies Record<Exclude<KeysOf<Settings>, 'maximize'>, v.GenericSchema>;

export const optimizerNames = Object.keys(optimizers) as OptimizerName[];

/** The options of a rule as entries of a schema, with the rule's own defaults. */
function entriesOf({ rule, defaults, decay }: OptimizerChoice) {
  const settings: Readonly<Record<string, unknown>> = scope(() => {
    const optimizer = rule([empty([1])]);
    optimizer.dispose();
    return { ...optimizer.groups[0]!.settings, ...defaults };
  });
  const { learningRate, weightDecay, ...others } = settings;
  const kinds: Readonly<Record<string, v.GenericSchema>> = optionKinds;
  const entries: object = Object.fromEntries(
    Object.entries(others)
      .filter(([name]) => name in kinds)
      .map(([name, value]) => [name, v.optional(kinds[name]!, value)]),
  );
  return {
    learningRate: v.optional(optionKinds.learningRate, Number(learningRate)),
    ...entries,
    weightDecay: v.optional(described(optionKinds.weightDecay, decay.note), Number(weightDecay)),
  };
}

/** The option `optimizer`: a rule and its options. */
export const optimizerSchema = choiceSchema(optimizerNames, (name) => entriesOf(optimizers[name]));

/** Makes the optimizer that the options name. */
export function makeOptimizer(
  parameters: Iterable<Tensor> | ReadonlyMap<string, Tensor>,
  { name, ...options }: v.InferOutput<typeof optimizerSchema>,
): Rule {
  const { rule }: OptimizerChoice = optimizers[name];
  return rule(parameters, options);
}

/** Each rule's use of the weight decay, for the help. */
export const decayHelp = [l2, decoupled]
  .map((decay) => {
    const users = optimizerNames.filter((name) => optimizers[name].decay === decay);
    return `${decay.help} in ${andText(users)}`;
  })
  .join(', ');
