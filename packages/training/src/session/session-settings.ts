import type { Loader } from '@regopt/data';
import { checkOptions, type OptionKinds, ValueError, valueText } from '@regopt/tensor';
import { checkLayer, checkLoader } from '../check.ts';
import { solo } from '../collective/solo.ts';
import type { Callback } from '../contract/callback.ts';
import type { Collective } from '../contract/collective.ts';
import type { Metrics } from '../contract/metric.ts';
import type { Loss, TrainingOptions } from '../contract/training-options.ts';
import { checkAverage, checkCallbacks, checkMetrics, checkNames, checkParts } from './check-settings.ts';

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
  const members = ['step', 'state', 'load', 'rates', 'loadRates'] as const;
  if (!members.every((name) => typeof options.optimizer?.[name] === 'function'))
    fail(`needs an optimizer, such as adamw(namedParameters(model)), got ${valueText(options.optimizer)}`);
  checkLoader(operation, 'train', train);
  if (validation !== undefined) checkLoader(operation, 'validation', validation);
  const { evaluations = {}, metrics = {}, trainMetrics = {}, callbacks = [], metadata = {} } = options;
  for (const [name, loader] of Object.entries(evaluations))
    checkLoader(operation, `evaluations.${name}`, loader);
  checkMetrics(fail, options);
  checkNames(fail, options);
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
  whole('collective.size', collective.size, 1);
  if (parts % collective.size !== 0)
    fail(`parts ${parts} cannot be shared by ${collective.size} processes: take a multiple of their number`);
  checkParts(fail, options, parts, collective);
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
