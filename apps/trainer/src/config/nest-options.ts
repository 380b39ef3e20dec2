import { isOptions, mergeOptions, type Options } from './merge-options.ts';
import { nestedAt, pathText } from './option-layer.ts';

/** The groups of options that the flat form had beside all others. */
const paths: Readonly<Record<string, readonly [group: string, name: string]>> = {
  optimizer: ['optimizer', 'name'],
  learningRate: ['optimizer', 'learningRate'],
  momentum: ['optimizer', 'momentum'],
  weightDecay: ['optimizer', 'weightDecay'],
  schedule: ['schedule', 'name'],
  warmupSteps: ['schedule', 'warmupSteps'],
  loss: ['loss', 'name'],
  labelSmoothing: ['loss', 'labelSmoothing'],
  dropout: ['network', 'dropout'],
  dataDir: ['data', 'path'],
};

/** Nested options, and where each one was written. */
export interface NestedOptions {
  readonly options: Options;
  /** The flat name of an option by its path: `learningRate` of `optimizer.learningRate`. */
  readonly flatNames: ReadonlyMap<string, string>;
}

/**
 * Options without a version, with each in its group: `{ optimizer: 'sgd', learningRate: 0.1 }` is
 * `{ optimizer: { name: 'sgd', learningRate: 0.1 } }`. What is nested already stays as it is.
 *
 * The `config.json` of an older run has all options, also those that have no effect: the default momentum of
 * an optimizer without momentum, and a label smoothing of 0 where there are no classes. These are left out.
 */
export function nestOptions(flat: Options): NestedOptions {
  const isFlat = ([key, value]: [string, unknown]) => Object.hasOwn(paths, key) && !isOptions(value);
  const entries = Object.entries(flat);
  const found = entries.filter((entry) => isFlat(entry) && !hadNoEffect(flat, entry[0]));
  const rest: Options = Object.fromEntries(entries.filter((entry) => !isFlat(entry)));
  return {
    options: found.reduce((nested, [key, value]) => mergeOptions(nested, nestedAt(paths[key]!, value)), rest),
    flatNames: new Map(found.map(([key]) => [pathText(paths[key]!), key])),
  };
}

function hadNoEffect(flat: Options, key: string): boolean {
  if (key === 'momentum')
    return flat['momentum'] === 0.9 && 'optimizer' in flat && flat['optimizer'] !== 'sgd';
  return key === 'labelSmoothing' && flat['labelSmoothing'] === 0;
}
