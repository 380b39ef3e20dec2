import { FormatError, valueText } from '@regopt/tensor';
import type { Scaler } from '../scaler/fit-scaler.ts';

/**
 * All that turns rows of a table into inputs and targets: plain JSON, to save beside the model. Made by
 * `fitTable`.
 */
export interface FittedTable {
  readonly version: 1;
  readonly target: FittedTarget;
  /** In the order of the inputs. */
  readonly inputs: readonly FittedInput[];
  /** Texts that mark a missing field. */
  readonly missingMarks: readonly string[];
}

export type FittedTarget =
  | {
      readonly name: string;
      readonly task: 'classification';
      /** Names of the labels 0, 1, ... */
      readonly classNames: readonly string[];
      /**
       * Set where the column was read as texts of which some are numbers: the text 01 is not the class 1, as
       * it is where the classes are numbers.
       */
      readonly exactNames?: true | undefined;
    }
  | {
      readonly name: string;
      readonly task: 'regression';
      /** By which targets are scaled: `unscale(outputs, fitted.target.scaler)` has the column's unit. */
      readonly scaler: Scaler;
    };

export type FittedInput =
  | {
      readonly name: string;
      readonly kind: 'number';
      readonly mean: number;
      readonly standardDeviation: number;
      /** The number that replaces a missing one. */
      readonly fill?: number | undefined;
    }
  | {
      readonly name: string;
      readonly kind: 'category';
      /** One input each, 1 for the row's level and 0 for the others. */
      readonly levels: readonly string[];
      /** The level that replaces a missing one. */
      readonly fill?: string | undefined;
    };

/** Throws a FormatError unless `value`, such as JSON from a file, has everything that a fitted table has. */
export function checkFittedTable(operation: string, value: unknown): asserts value is FittedTable {
  const fail = (what: string, got: unknown): never => {
    throw new FormatError(`${operation}: the fitted table's ${what}, got ${valueText(got)}.`);
  };
  const isObject = (each: unknown): each is Record<string, unknown> =>
    typeof each === 'object' && each !== null && !Array.isArray(each);
  const isNames = (each: unknown): each is readonly string[] =>
    Array.isArray(each) &&
    each.every((name) => typeof name === 'string') &&
    new Set(each).size === each.length;
  if (!isObject(value))
    throw new FormatError(`${operation}: a fitted table is what fitTable gives, got ${valueText(value)}.`);
  const { version, target, inputs, missingMarks } = value;
  if (version !== 1) fail('version is 1', version);
  if (!isNames(missingMarks)) fail('missingMarks are different strings', missingMarks);
  if (!isObject(target) || typeof target.name !== 'string') return fail('target has a name', target);
  if (target.task === 'classification') {
    if (!isNames(target.classNames) || target.classNames.length < 2)
      fail('classNames are two or more different strings', target.classNames);
    if (target.exactNames !== undefined && target.exactNames !== true)
      fail('exactNames is true or left out', target.exactNames);
  } else if (target.task === 'regression') {
    const { mean, standardDeviation } = isObject(target.scaler) ? target.scaler : {};
    if (!isNumbers(mean) || !isNumbers(standardDeviation) || !(standardDeviation[0]! > 0))
      fail('target has a scaler of one column', target.scaler);
  } else fail('task is classification or regression', target.task);
  if (!Array.isArray(inputs) || inputs.length === 0) return fail('inputs are a list', inputs);
  for (const input of inputs as unknown[]) {
    if (!isObject(input) || typeof input.name !== 'string') return fail('inputs have names', input);
    const what = `input ${JSON.stringify(input.name)}`;
    const { kind, mean, standardDeviation, levels, fill } = input;
    if (kind === 'number') {
      if (!isNumbers([mean]) || !isNumbers([standardDeviation]) || !(Number(standardDeviation) > 0))
        fail(`${what} has a mean and a standardDeviation > 0`, input);
      if (fill !== undefined && !isNumbers([fill])) fail(`${what} has a number as fill`, fill);
    } else if (kind === 'category') {
      if (!isNames(levels) || levels.length === 0) fail(`${what} has different strings as levels`, levels);
      if (fill !== undefined && !(levels as readonly unknown[]).includes(fill))
        fail(`${what} has one of its levels as fill`, fill);
    } else fail(`${what} is of the kind number or category`, kind);
  }
}

/** True for a list of one finite number. */
function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length === 1 && Number.isFinite(value[0]);
}
