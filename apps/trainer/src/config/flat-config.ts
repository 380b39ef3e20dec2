import type { Config } from './config.ts';
import { isOptions, type Options } from './merge-options.ts';

/** Options by their path, such as `optimizer.learningRate`. */
export type FlatConfig = Readonly<Record<string, string | number | boolean | null>>;

/**
 * A run's options by their paths, in order, as the report shows them; lists are text. Of those of its own
 * data, only what is set.
 */
export function flatConfig({ version: _, data, ...options }: Config): FlatConfig {
  const isSet = (value: unknown): boolean => value !== null && !(Array.isArray(value) && value.length === 0);
  const set = Object.fromEntries(Object.entries(data).filter(([, value]) => isSet(value)));
  return Object.fromEntries(entriesOf({ ...options, data: set }, ''));
}

function entriesOf(options: Options, prefix: string): [string, FlatConfig[string]][] {
  return Object.entries(options).flatMap(([key, value]): [string, FlatConfig[string]][] => {
    const path = `${prefix}${key}`;
    if (isOptions(value)) return entriesOf(value, `${path}.`);
    if (Array.isArray(value)) return [[path, `[${value.join(', ')}]`]];
    return [
      [
        path,
        typeof value === 'number' || typeof value === 'boolean' || value === null ? value : String(value),
      ],
    ];
  });
}
