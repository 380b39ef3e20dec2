import { nearestName, ValueError, valueText } from '@regopt/tensor';
import type { EpochEvent } from '../contract/training-event.ts';

/** A collection with at most this many numbers has them listed one by one in an error. */
const listed = 3;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * The number of an epoch event at a path of field names: `validation.loss`, `train.accuracy`,
 * `evaluations.clean.loss`, `validation.recall.2`. NaN and infinities are numbers.
 *
 * @throws ValueError, in the name of `operation`, that lists the numbers that there are.
 */
export function watchedValue(operation: string, watch: string, event: EpochEvent, option = 'watch'): number {
  const { train, validation, evaluations } = event;
  const scores = { train, validation, evaluations };
  const found = valueAt(scores, watch);
  if (typeof found === 'number') return found;
  const names = numbersOf(scores);
  const near = nearestName(watch, names);
  const hint = near === undefined ? '.' : `; did you mean "${near}"?`;
  const without = validation === undefined ? ' The session has no option validation.' : '';
  throw new ValueError(
    `${operation}: ${option}: an epoch has no number "${watch}"${hint} It has ${names.join(', ')}.${without}`,
  );
}

/** Names may contain dots: a key of several path segments matches too. */
function valueAt(value: unknown, path: string): unknown {
  if (!isObject(value)) return undefined;
  for (const [key, entry] of Object.entries(value)) {
    if (key === path) return entry;
    const found = path.startsWith(`${key}.`) ? valueAt(entry, path.slice(key.length + 1)) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The paths of all numbers; of long lists the first and the last. */
function numbersOf(value: object, start = ''): string[] {
  const entries = Object.entries(value);
  const isList = Array.isArray(value) || ArrayBuffer.isView(value);
  if (isList && entries.length > listed && entries.every(([, entry]) => typeof entry === 'number'))
    return [`${start}0 to ${start}${entries.length - 1}`];
  return entries.flatMap(([key, entry]) => {
    if (typeof entry === 'number') return [start + key];
    return isObject(entry) ? numbersOf(entry, `${start}${key}.`) : [];
  });
}

/** Checks the form of the option `watch`. */
export function checkWatch(operation: string, watch: string, option = 'watch'): void {
  if (typeof watch !== 'string' || watch === '')
    throw new ValueError(
      `${operation}: ${option} is a path into an epoch's scores, such as 'validation.loss', ` +
        `got ${valueText(watch)}.`,
    );
}

/** The option `mode`: `min` by default for a path that ends with `loss`, required for others. */
export function checkMode(operation: string, watch: string, given: string | undefined): 'min' | 'max' {
  const mode = given ?? (/(^|\.)loss$/.test(watch) ? 'min' : undefined);
  if (mode !== 'min' && mode !== 'max')
    throw new ValueError(
      `${operation}: mode is 'min' or 'max', whichever is better for "${watch}", got ${valueText(mode)}.`,
    );
  return mode;
}
