import { BatchNorm1d, layerNames, stateDict } from '@regopt/layers';
import { valueText } from '@regopt/tensor';
import type { Callback } from '../contract/callback.ts';
import type { Collective } from '../contract/collective.ts';
import type { TrainingOptions } from '../contract/training-options.ts';
import { reserved } from './reserved-names.ts';

/** Throws a ValueError in the name of the operation; the sentence has no point yet. */
export type Fail = (what: string) => never;

/** Refuses callbacks that are none, and states without a key of their own. */
export function checkCallbacks(fail: Fail, callbacks: readonly Callback[]): void {
  const keys = new Set<string>();
  for (const [i, callback] of callbacks.entries()) {
    if (typeof callback !== 'function') fail(`callbacks[${i}] is a function, got ${valueText(callback)}`);
    const { key } = callback;
    if (callback.state === undefined) continue;
    if (callback.load === undefined)
      fail(`callbacks[${i}] has a state() and no load(), so that its state would be lost`);
    if (key === undefined) fail(`callbacks[${i}] has a state() and needs a key for it`);
    else if (keys.has(key))
      fail(`two callbacks have the key "${key}": give one of them another, or leave one out`);
    else keys.add(key);
  }
}

/** Refuses metrics that are none, or that cannot be measured where they are. */
export function checkMetrics(
  fail: Fail,
  {
    metrics = {},
    trainMetrics = {},
    collective,
  }: Pick<TrainingOptions, 'metrics' | 'trainMetrics' | 'collective'>,
): void {
  for (const [option, named] of Object.entries({ metrics, trainMetrics })) {
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
    if (collective !== undefined && collective.size > 1)
      fail(`trainMetrics.${name} would measure the rows of one process alone; use it in metrics`);
  }
}

/** Refuses names that a state keeps for itself. */
export function checkNames(fail: Fail, { model, metadata = {} }: TrainingOptions): void {
  for (const name of stateDict(model).keys()) {
    if (name.startsWith(reserved))
      fail(
        `the model has a tensor "${name}", and a state keeps names that begin with ${reserved} for itself`,
      );
  }
  for (const [key, text] of Object.entries(metadata)) {
    if (typeof text !== 'string') fail(`metadata are strings; ${key} is ${valueText(text)}`);
    if (key.startsWith('regopt.'))
      fail(`metadata: a state keeps keys that begin with regopt. for itself: ${key}`);
  }
}

/** Refuses an average of other weights than the model's. */
export function checkAverage(fail: Fail, options: TrainingOptions): void {
  const { average, model } = options;
  if (average === undefined) {
    for (const option of ['averageFrom', 'averageEvery', 'averageStatistics'] as const) {
      if (options[option] !== undefined) fail(`${option} ${options[option]} does nothing without average`);
    }
    return;
  }
  if (typeof average.update !== 'function')
    fail(`average is ema(namedParameters(model)) or swa(...), got ${valueText(average)}`);
  const own = stateDict(model);
  for (const [name, weight] of average.weights) {
    if (own.get(name) === weight) continue;
    const fault = own.has(name) ? `is of another model: its "${name}"` : `has a weight "${name}", which`;
    fail(`average ${fault} is not the model's. Make it of namedParameters(model), of this model`);
  }
}

/** Refuses batches with too few rows for the parts, or to normalize. */
export function checkParts(
  fail: Fail,
  { train, model }: TrainingOptions,
  parts: number,
  { size }: Collective,
): void {
  const rows = Math.min(train.rowsOf(0), train.rowsOf(train.batchesPerEpoch - 1));
  const what = `a batch has ${rows} ${rows === 1 ? 'row' : 'rows'}`;
  const remedy = parts > 1 ? 'take fewer parts, or dropLast in the loader' : 'use dropLast in the loader';
  if (size > 1 && rows < parts) fail(`${what}, too few for ${parts} parts on ${size} processes: ${remedy}`);
  if (rows >= 2 * parts) return;
  // Other normalizations have more than one value of a channel in a row.
  for (const [layer, name] of layerNames(model)) {
    if (layer instanceof BatchNorm1d && layer.weight?.requiresGrad !== false)
      fail(
        `${what}${parts > 1 ? ` in ${parts} parts` : ''}, and ${name} (BatchNorm1d) needs 2 in each: ` +
          remedy,
      );
  }
}
