import * as v from 'valibot';
import { optimizerNames } from './training/optimizers.ts';
import { scheduleNames } from './training/schedules.ts';
import { UsageError, unknownName } from './usage-error.ts';

const count = (name: string) =>
  v.pipe(
    v.number(`${name} is a whole number`),
    v.integer(`${name} is a whole number`),
    v.minValue(1, `${name} is at least 1`),
    v.maxValue(2 ** 31 - 1, `${name} is below 2^31`),
  );
const atLeastZero = (name: string) =>
  v.pipe(
    v.number(`${name} is a number`),
    v.finite(`${name} is finite`),
    v.minValue(0, `${name} is at least 0`),
  );
const share = (name: string) => v.pipe(atLeastZero(name), v.maxValue(1, `${name} is at most 1`));

const oneOf = <const T extends readonly string[]>(name: string, known: T) =>
  v.picklist(known, ({ input }) => unknownName(name, input, known));

/** All resolved options of a training run: the contents of its `config.json`. */
export const configSchema = v.strictObject({
  recipe: v.string(),
  epochs: count('epochs'),
  batchSize: count('batch-size'),
  optimizer: oneOf('optimizer', optimizerNames),
  learningRate: atLeastZero('learning-rate'),
  momentum: share('momentum'),
  weightDecay: atLeastZero('weight-decay'),
  schedule: oneOf('schedule', scheduleNames),
  warmupSteps: v.pipe(atLeastZero('warmup-steps'), v.integer('warmup-steps is a whole number')),
  maxGradNorm: v.nullable(
    v.pipe(
      v.number('max-grad-norm is a number'),
      v.finite('max-grad-norm is finite'),
      v.gtValue(0, 'max-grad-norm is above 0'),
    ),
  ),
  dropout: v.pipe(atLeastZero('dropout'), v.ltValue(1, 'dropout is below 1')),
  labelSmoothing: v.pipe(atLeastZero('label-smoothing'), v.ltValue(1, 'label-smoothing is below 1')),
  l1: atLeastZero('l1'),
  inputNoise: atLeastZero('input-noise'),
  /** For classes the probability of a random new label, for values the standard deviation of the noise. */
  labelNoise: atLeastZero('label-noise'),
  /** Number of training examples; null for all of them. */
  trainSize: v.nullable(count('train-size')),
  /** Number of training examples that are held out for validation. */
  validationSize: count('validation-size'),
  seed: v.pipe(
    v.number('seed is a number'),
    v.integer('seed is a whole number'),
    v.minValue(0, 'seed is at least 0'),
    v.maxValue(2 ** 32 - 1, 'seed is below 2^32'),
  ),
  dataDir: v.nullable(v.string()),
  /** True for the build of the kernels that gives the same bits on every machine. */
  portable: v.boolean(),
  /** True if steps are captured and replayed. The `config.json` of an older run lacks this option. */
  compile: v.optional(v.boolean(), true),
  /** Number of threads; null for as many as the machine runs at once. */
  threads: v.optional(v.nullable(count('threads')), null),
});

/** The resolved options of a run. */
export type Config = v.InferOutput<typeof configSchema>;

/**
 * Checks the options of a run, from the command line or a `config.json`.
 *
 * @throws UsageError that names the option and its value.
 */
export function parseConfig(options: unknown, source: string): Config {
  const result = v.safeParse(configSchema, options);
  if (result.success) return result.output;
  const [issue] = result.issues;
  // Our own messages name the option; valibot's, for example for an unknown key, do not.
  const path = issue.path?.map((part) => String(part.key)).join('.');
  const named = issue.message.startsWith('Invalid') && path ? `${path}: ` : '';
  const got = issue.type === 'picklist' ? '' : `, got ${issue.received}`;
  throw new UsageError(`${source}: ${named}${issue.message}${got}.`);
}
