import * as v from 'valibot';
import { activationNames } from '../recipes/activations.ts';
import { lossSchema } from '../training/losses.ts';
import { optimizerSchema } from '../training/optimizers.ts';
import { scheduleSchema } from '../training/schedules.ts';
import { dataEntries } from './data-options.ts';
import {
  aboveZero,
  atLeastZero,
  belowOne,
  count,
  described,
  knownOptions,
  oneOf,
  shortText,
  text,
  trueOrFalse,
  whole,
} from './option-kinds.ts';

/** The form of the options that this trainer writes. Older forms are read: see `nest-options.ts`. */
export const configVersion = 1;

/** Bounds on a network by option: it must fit into memory. Weights between hidden layers: 256 MiB of f32. */
const maxWidth = 2 ** 14;
const maxLayers = 64;
const maxWeights = 2 ** 26;

const hidden = v.pipe(
  v.array(whole(1, maxWidth), ' must be a list of whole numbers such as [64, 64]'),
  v.maxLength(maxLayers, ` must have at most ${maxLayers} layers`),
  v.check(
    (widths) => widths.slice(1).reduce((sum, width, i) => sum + width * widths[i]!, 0) <= maxWeights,
    ` must have at most ${maxWeights} weights between its layers`,
  ),
);

const networkEntries = {
  hidden: described(
    v.nullable(hidden),
    "units of each hidden layer; null for the recipe's own networks, [] for none",
  ),
  activation: described(oneOf(activationNames), 'the function after each layer but the last'),
  batchNorm: described(trueOrFalse, 'whether batch normalization comes before each activation'),
  dropout: described(belowOne, 'p: probability that a value is dropped in training, y = m z/(1 − p)'),
};

const tables = { optimizer: optimizerSchema, schedule: scheduleSchema, loss: lossSchema };

/** The options of each optimizer, schedule and loss by its name. */
export const optionsOfRow: ReadonlyMap<string, readonly string[]> = new Map(
  Object.values(tables).flatMap(({ options }) =>
    options.map(
      ({ entries }) => [entries.name.literal, Object.keys(entries).filter((key) => key !== 'name')] as const,
    ),
  ),
);

/** The group of an option that is not one of the run itself: `optimizer` of `learningRate`. */
const groupOf = new Map<unknown, string>([
  ...Object.entries(tables).flatMap(([group, { options }]) =>
    options.flatMap(({ entries }) => Object.keys(entries).map((name) => [name, group] as const)),
  ),
  ...Object.keys(networkEntries).map((name) => [name, 'network'] as const),
  ...Object.keys(dataEntries).map((name) => [name, 'data'] as const),
]);

const options = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject(entries, ({ expected, input }) => {
    if (expected !== 'never') return ` must be an object, got ${shortText(input)}`;
    const group = 'recipe' in entries ? groupOf.get(input) : undefined;
    if (group !== undefined) return ` is an option of ${group}: write ${group}.${input}`;
    return ` is no option${knownOptions(input, Object.keys(entries))}`;
  });

/**
 * All options of a training run; parsed, the contents of its `config.json`. An option without a default here
 * has one in each recipe.
 */
export const configSchema = options({
  version: described(
    v.optional(v.literal(configVersion, ` must be ${configVersion}`), configVersion),
    'the form of these options',
  ),
  recipe: described(text, 'the task, its data and its models'),
  epochs: described(count, 'passes over the training examples'),
  batchSize: described(count, 'examples in a step'),
  optimizer: described(optimizerSchema, 'the rule that turns gradients into steps'),
  schedule: described(scheduleSchema, 'how the learning rate changes'),
  loss: described(lossSchema, 'what the training makes small'),
  network: described(options(networkEntries), 'the layers'),
  maxGradNorm: v.optional(
    described(v.nullable(aboveZero), 'limit on the norm of the gradient; null leaves it as it is'),
    null,
  ),
  ema: v.optional(
    described(
      v.nullable(belowOne),
      'decay of the exponential average of the weights, which evaluations and the saved model have; ' +
        'null for the weights themselves',
    ),
    null,
  ),
  mixup: v.optional(
    described(
      v.nullable(aboveZero),
      'alpha of the beta distribution by which examples are mixed in pairs; null for none',
    ),
    null,
  ),
  l1: v.optional(described(atLeastZero, 'strength of a penalty on the absolute weights in the loss'), 0),
  inputNoise: v.optional(
    described(atLeastZero, 'standard deviation of the noise added to inputs in training'),
    0,
  ),
  labelNoise: v.optional(
    described(
      atLeastZero,
      'for classes the probability that a training label is drawn anew, for values the standard deviation ' +
        'of noise',
    ),
    0,
  ),
  patience: v.optional(
    described(
      v.nullable(count),
      'epochs without a lower validation loss after which the training ends; the model is that of the best ' +
        'epoch. null for all epochs, and the model of the last one',
    ),
    null,
  ),
  trainSize: described(v.nullable(count), 'how many examples to learn from; null for all that are left'),
  validationSize: described(
    v.nullable(count),
    "how many examples are held out for validation; null for the share of one's own data",
  ),
  seed: v.optional(described(whole(0, 2 ** 32 - 1), 'of initialisation, shuffling, dropout and noise'), 0),
  parts: v.optional(
    described(
      whole(1, 1024),
      'how many parts a batch is cut into, one after another in less memory, each with batch statistics of ' +
        'its own',
    ),
    1,
  ),
  checkpointSeconds: v.optional(
    described(aboveZero, 'seconds from one checkpoint within an epoch to the next'),
    30,
  ),
  maxSeconds: v.optional(
    described(
      v.nullable(aboveZero),
      'seconds of training after which the run is stopped, to be resumed for as long; null for no limit',
    ),
    null,
  ),
  data: v.optional(described(options(dataEntries), "one's own data"), {}),
  portable: v.optional(
    described(trueOrFalse, 'whether the kernels give the same bits on every machine, a little slower'),
    false,
  ),
  compile: v.optional(
    described(trueOrFalse, 'whether steps are captured and replayed; the numbers are the same'),
    true,
  ),
  threads: v.optional(
    described(
      v.nullable(whole(1, 64)),
      'how many threads share the work, null for what the machine runs at once; the numbers are the same',
    ),
    null,
  ),
});

/** The resolved options of a run. */
export type Config = v.InferOutput<typeof configSchema>;
