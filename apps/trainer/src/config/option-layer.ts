import { isOptions, mergeOptions, type Options } from './merge-options.ts';
import { shortText } from './option-kinds.ts';

/** The place of an option: `['optimizer', 'betas', 1]`. */
export type OptionPath = readonly (string | number)[];

/** Options from one source, such as a file or the command line. */
export interface OptionLayer {
  readonly options: Options;
  /** The option as the user wrote it: `--epochs`, or `run.yaml: epochs`. */
  nameOf(path: OptionPath): string;
}

/** Several layers as one; the last one wins. */
export const stack = (layers: readonly OptionLayer[]): OptionLayer => ({
  options: layers.reduce<Options>((below, { options }) => mergeOptions(below, options), {}),
  nameOf: (path) => topOf(layers, path)?.nameOf(path) ?? pathText(path),
});

/** The layer whose value stands at the path. */
export const topOf = (layers: readonly OptionLayer[], path: OptionPath): OptionLayer | undefined =>
  [...layers].reverse().find(({ options }) => sets(options, path));

/** `optimizer.betas[1]` */
export function pathText(path: OptionPath): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    // A key that is no name is quoted: it may have anything in it, also what steers a terminal.
    const shown = /^[\w$-]{1,100}$/.test(key) ? key : shortText(key);
    return text === '' ? shown : `${text}.${shown}`;
  }, '');
}

/** `{ optimizer: { learningRate: 0.1 } }` */
export const nestedAt = (path: readonly string[], value: unknown): Options =>
  path.reduceRight<Options>(
    (inner, key, i) => Object.fromEntries([[key, i === path.length - 1 ? value : inner]]),
    {},
  );

/** True if the options set what stands at the path, by itself or by a list or a value around it. */
export function sets(options: Options, [key, ...rest]: OptionPath): boolean {
  if (key === undefined) return true;
  if (!Object.hasOwn(options, key)) return false;
  const value = options[key];
  return !isOptions(value) || sets(value, rest);
}

/** What stands at the path, or undefined. */
export function valueAt(options: unknown, path: OptionPath): unknown {
  return path.reduce<unknown>(
    (at, key) => (isOptions(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    options,
  );
}
