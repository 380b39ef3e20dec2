import type { Loader } from '@regopt/data';
import { type Layer, stateDict } from '@regopt/layers';
import { checkOptions, type OptionKinds, ValueError, valueText } from '@regopt/tensor';
import { solo } from '../collective/solo.ts';
import type { Callback } from '../contract/callback.ts';
import type { Collective } from '../contract/collective.ts';
import type { Metrics } from '../contract/metric.ts';
import type { Loss, TrainingOptions } from '../contract/training-options.ts';

/** The kinds of the options of a session. */
export const sessionOptions: OptionKinds<TrainingOptions> = {
  model: 'object|function',
  loss: 'function',
  evaluationLoss: 'function',
  optimizer: 'object',
  schedule: 'function',
  train: 'object',
  validation: 'object',
  evaluations: 'object',
  epochs: 'number',
  steps: 'number',
  metrics: 'object',
  trainMetrics: 'object',
  callbacks: 'array',
  generator: 'object',
  compile: 'boolean',
  clipNorm: 'number',
  clipValue: 'number',
  transformGradients: 'function',
  average: 'object',
  averageFrom: 'number',
  averageEvery: 'number',
  averageStatistics: 'boolean',
  mixup: 'object',
  parts: 'number',
  collective: 'object',
  metadata: 'object',
};

/** The options of a session, checked, with their defaults. */
export interface SessionSettings extends TrainingOptions {
  readonly evaluationLoss: Loss;
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  readonly compile: boolean;
  readonly averageFrom: number;
  readonly averageEvery: number;
  readonly parts: number;
  readonly collective: Collective;
  readonly metrics: Metrics;
  readonly trainMetrics: Metrics;
  readonly evaluations: Readonly<Record<string, Loader>>;
  readonly callbacks: readonly Callback[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Checks the options of `fit` and `training` and fills in the defaults. */
export function sessionSettings(operation: string, options: TrainingOptions): SessionSettings {
  checkOptions(operation, options, sessionOptions);
  const { epochs, steps, model, train, validation } = options;
  const fail = (what: string): never => {
    throw new ValueError(`${operation}: ${what}.`);
  };
  const whole = (name: string, value: number, least: number): number =>
    Number.isSafeInteger(value) && value >= least
      ? value
      : fail(`${name} is a whole number >= ${least}, got ${valueText(value)}`);

  checkLayer(operation, model);
  if (typeof options.loss !== 'function')
    fail(`needs a loss, such as crossEntropy, got ${valueText(options.loss)}`);
  if (typeof options.optimizer?.step !== 'function')
    fail(`needs an optimizer, such as adamw(namedParameters(model)), got ${valueText(options.optimizer)}`);
  checkLoader(operation, 'train', train);
  if (validation !== undefined) checkLoader(operation, 'validation', validation);
  const { evaluations = {}, metrics = {}, trainMetrics = {}, callbacks = [], metadata = {} } = options;
  for (const [name, loader] of Object.entries(evaluations))
    checkLoader(operation, `evaluations.${name}`, loader);
  for (const [option, named] of [
    ['metrics', metrics],
    ['trainMetrics', trainMetrics],
  ] as const) {
    for (const [name, metric] of Object.entries(named)) {
      if (name === 'loss') fail(`${option}.loss: the loss is measured anyway; give this one another name`);
      if (typeof metric?.update !== 'function')
        fail(`${option}.${name} is a metric, such as accuracy(), got ${valueText(metric)}`);
    }
  }
  for (const [name, metric] of Object.entries(trainMetrics)) {
    if (metric.captured === false)
      fail(`trainMetrics.${name} keeps every row, which a training step cannot; use it in metrics`);
    if (Object.values(metrics).includes(metric))
      fail('a metric adds up in one place: make one for metrics and another for trainMetrics');
    if (metric.captured === false)
      fail('trainMetrics are measured in the step; a metric that keeps every row belongs to metrics');
  }
  checkCallbacks(fail, callbacks);

  if ((epochs === undefined) === (steps === undefined)) fail('needs either epochs or steps');
  if (epochs !== undefined) whole('epochs', epochs, 1);
  if (steps !== undefined) whole('steps', steps, 1);
  const stepsPerEpoch = train.batchesPerEpoch;
  if (stepsPerEpoch < 1) fail('train has no batch');
  const {
    clipNorm,
    clipValue,
    averageFrom = 1,
    averageEvery = 1,
    mixup,
    parts = 1,
    collective = solo,
  } = options;
  if (clipNorm !== undefined && !(clipNorm > 0)) fail(`clipNorm is a number above 0, got ${clipNorm}`);
  if (clipValue !== undefined && !(clipValue > 0)) fail(`clipValue is a number above 0, got ${clipValue}`);
  whole('averageFrom', averageFrom, 1);
  whole('averageEvery', averageEvery, 1);
  checkAverage(fail, options);
  if (mixup !== undefined) {
    checkOptions(`${operation}: mixup`, mixup, { alpha: 'number' });
    if (!(mixup.alpha > 0 && mixup.alpha < Infinity))
      fail(`mixup.alpha is a finite number above 0, got ${valueText(mixup.alpha)}`);
    if (options.generator === undefined) fail('mixup draws random numbers: give a generator');
  }
  whole('parts', parts, 1);
  if (parts % collective.size !== 0)
    fail(`parts ${parts} cannot be shared by ${collective.size} processes: take a multiple of their number`);
  checkParts(fail, options, parts, collective);
  for (const [key, text] of Object.entries(metadata)) {
    if (typeof text !== 'string') fail(`metadata are strings; ${key} is ${valueText(text)}`);
  }
  return {
    ...options,
    evaluationLoss: options.evaluationLoss ?? options.loss,
    totalSteps: steps ?? epochs! * stepsPerEpoch,
    stepsPerEpoch,
    compile: options.compile ?? true,
    averageFrom,
    averageEvery,
    parts,
    collective,
    metrics,
    trainMetrics,
    evaluations,
    // Stable: those with `last` after all others.
    callbacks: [...callbacks].sort((a, b) => Number(a.last === true) - Number(b.last === true)),
    metadata,
  };
}

/** Refuses what is not a layer. */
export function checkLayer(operation: string, model: Layer): void {
  if (typeof model?.forward !== 'function')
    throw new ValueError(`${operation}: needs a model with a forward function, got ${valueText(model)}.`);
}

/** Refuses what is not a loader. */
export function checkLoader(operation: string, option: string, loader: Loader): void {
  if (typeof loader?.epoch !== 'function')
    throw new ValueError(
      `${operation}: ${option} is a loader: createLoader(dataset, { batchSize }), got ${valueText(loader)}.`,
    );
}

function checkCallbacks(fail: (what: string) => never, callbacks: readonly Callback[]): void {
  const keys = new Set<string>();
  for (const [i, callback] of callbacks.entries()) {
    if (typeof callback !== 'function') fail(`callbacks[${i}] is a function, got ${valueText(callback)}`);
    const { key } = callback;
    if (callback.state === undefined) continue;
    if (key === undefined) fail(`callbacks[${i}] has a state() and needs a key for it`);
    else if (keys.has(key))
      fail(`two callbacks have the key "${key}": give one of them another, or leave one out`);
    else keys.add(key);
  }
}

function checkAverage(fail: (what: string) => never, options: TrainingOptions): void {
  const { average, model } = options;
  if (average === undefined) {
    for (const option of ['averageFrom', 'averageEvery', 'averageStatistics'] as const) {
      if (options[option] !== undefined) fail(`${option} ${options[option]} does nothing without average`);
    }
    return;
  }
  const names = stateDict(model);
  for (const name of average.average.keys()) {
    if (!names.has(name)) {
      fail(
        `average has a weight "${name}" that the model lacks: make it of namedParameters(model), ` +
          'whose names are those of the state dict',
      );
    }
  }
}

/** Refuses batches with too few rows for the parts. */
function checkParts(
  fail: (what: string) => never,
  { train, model }: TrainingOptions,
  parts: number,
  { size }: Collective,
): void {
  if (parts === 1) return;
  const rows = Math.min(train.rowsOf(0), train.rowsOf(train.batchesPerEpoch - 1));
  const batch = `a batch has ${rows} rows, too few for ${parts} parts`;
  if (size > 1 && rows < parts)
    fail(`${batch} on ${size} processes: take fewer parts, or dropLast in the loader`);
  const normalizes = [...stateDict(model).keys()].some((name) => name.endsWith('running_mean'));
  if (normalizes && rows < 2 * parts)
    fail(
      `${batch} with batch normalization, which needs 2 in each: take fewer parts, or dropLast in the loader`,
    );
}
