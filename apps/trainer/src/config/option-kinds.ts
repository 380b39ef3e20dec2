import { nearestName, valueText } from '@regopt/tensor';
import * as v from 'valibot';

// The kinds of values that options have. A message is the rest of a sentence that begins with the option's
// name: `--epochs` + ` must be a whole number` + `, got "abc".`

/** A whole number in `least..most`. */
export const whole = (least: number, most: number) =>
  v.pipe(
    v.number(' must be a whole number'),
    v.integer(' must be a whole number'),
    v.minValue(least, ` must be at least ${least}`),
    v.maxValue(most, ` must be at most ${most}`),
  );

export const count = whole(1, 2 ** 31 - 1);
export const finite = v.pipe(v.number(' must be a number'), v.finite(' must be finite'));
export const atLeastZero = v.pipe(finite, v.minValue(0, ' must be at least 0'));
export const aboveZero = v.pipe(finite, v.gtValue(0, ' must be above 0'));
export const share = v.pipe(atLeastZero, v.maxValue(1, ' must be at most 1'));
export const belowOne = v.pipe(atLeastZero, v.ltValue(1, ' must be below 1'));
export const trueOrFalse = v.boolean(' must be true or false');
export const text = v.string(' must be text');

/** A value in a message: long ones are cut. */
export function shortText(value: unknown): string {
  const whole = valueText(value);
  return whole.length <= maxShown ? whole : `${whole.slice(0, maxShown)}...`;
}

const maxShown = 100;

/** One of the names of a table. */
export const oneOf = <const Names extends readonly string[]>(names: Names) =>
  v.picklist(names, ({ input }) => mustBeOneOf(input, names));

/** ` must be one of sgd, adam, got "Adam"; did you mean "adam"?` */
export function mustBeOneOf(input: unknown, names: readonly string[]): string {
  return ` must be one of ${names.join(', ')}, got ${shortText(input)}${hint(input, names)}`;
}

/** `; did you mean "betas"? Known: learningRate, betas` */
export function knownOptions(name: unknown, known: readonly string[]): string {
  const meant = hint(name, known);
  return `${meant === '' ? '; known' : `${meant} Known`}: ${known.join(', ')}`;
}

/** Names of options elsewhere, which are not close enough to ours to be taken for them. */
const synonyms: ReadonlyMap<unknown, string> = new Map([
  ['lr', 'learningRate'],
  ['eps', 'epsilon'],
  ['wd', 'weightDecay'],
]);

function hint(name: unknown, known: readonly string[]): string {
  const other = synonyms.get(name);
  const meant = other !== undefined && known.includes(other) ? other : nearestName(String(name), known);
  return meant === undefined ? '' : `; did you mean "${meant}"?`;
}

/** `adam, adamw and lion` */
export const andText = (names: readonly string[]): string =>
  names.join(', ').replace(/, ([^,]*)$/, ' and $1');

/** The schema with the meaning of the option: the help, the JSON Schema and the report show it. */
export const described = <Schema extends v.GenericSchema>(schema: Schema, description: string) =>
  v.pipe(schema, v.description(description));
