/**
 * The kinds of value that each option accepts, joined by '|': `number`, `boolean`, `string`, `function`,
 * `array`, `tensor`, `object`, or `any`. A table that lacks an option of the interface does not compile.
 */
export type OptionKinds<Options> = Readonly<Record<keyof Options & string, string>>;

/** Option names of other libraries, and our name for each. */
const synonyms: Readonly<Record<string, string>> = {
  dim: 'axis',
  lr: 'learningRate',
  monitor: 'watch',
  p: 'probability',
  restore_best_weights: 'restoreBest',
  start_from_epoch: 'from',
  std: 'standardDeviation',
  weight: 'classWeights',
};

const tensorBrand = Symbol.for('@regopt/tensor');

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isPromise = (value: unknown): boolean => isObject(value) && 'then' in value;
const isTensorLike = (value: unknown): value is { shape: readonly number[] } =>
  isObject(value) && tensorBrand in value;

/**
 * A value as error messages show it: `"0.2"` for a string, `a promise`, `a tensor [2,3]`, `a Map`, `{ axis,
 * keepDims }`.
 *
 * @example
 * ```ts
 * import { valueText } from '@regopt/tensor';
 * valueText('0.2'); // '"0.2"'
 * valueText([1, NaN]); // '[1, NaN]'
 * valueText(new Map()); // 'a Map'
 * ```
 */
export function valueText(value: unknown, depth = 0): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (!isObject(value)) return String(value);
  if (isPromise(value)) return 'a promise';
  if (isTensorLike(value)) return `a tensor [${value.shape}]`;
  if (Array.isArray(value)) {
    const shown = depth > 1 ? ['...'] : value.slice(0, 6).map((entry) => valueText(entry, depth + 1));
    return `[${shown.join(', ')}${value.length > 6 ? ', ...' : ''}]`;
  }
  const name = value.constructor?.name;
  return name === undefined || name === 'Object'
    ? `{ ${Object.keys(value).join(', ')} }`.replace('{  }', '{}')
    : `a ${name}`;
}

/**
 * The first fault of an options object, as the end of a sentence: it is not an object, an option is not in
 * the table, or a value is of the wrong kind. Returns undefined if there is none. An option with value
 * undefined counts as missing.
 */
export function optionFault(options: unknown, kinds: Readonly<Record<string, string>>): string | undefined {
  if (!isObject(options) || (Object.getPrototypeOf(options) !== Object.prototype && isNoOptions(options)))
    return `options are an object of ${Object.keys(kinds).join(', ')}, got ${valueText(options)}`;
  for (const key in options) {
    const kind: unknown = kinds[key];
    if (typeof kind !== 'string') return unknownOption(key, kinds);
    const value = (options as Record<string, unknown>)[key];
    // typeof also says 'object' for null, promises and arrays.
    const type = typeof value;
    if (type === kind && type !== 'object') continue;
    if (value !== undefined && !isOfKind(value, kind)) {
      if (isPromise(value)) return `${key} is a promise: await it first`;
      const types = kind.split('|').map((type) => `${/^[ao]/.test(type) ? 'an' : 'a'} ${type}`);
      return `${key} is ${types.join(' or ')}, got ${valueText(value)}`;
    }
  }
  return undefined;
}

/** True for an object that cannot be options: an instance of a built-in class, a promise or a tensor. */
const isNoOptions = (value: object): boolean =>
  Object.prototype.toString.call(value) !== '[object Object]' || isPromise(value) || isTensorLike(value);

function isOfKind(value: unknown, kinds: string): boolean {
  if (typeof value !== 'object') return kinds.includes(typeof value) || kinds === 'any';
  return kinds.split('|').some((kind) => {
    if (kind === 'any') return true;
    if (kind === 'array') return Array.isArray(value) || ArrayBuffer.isView(value);
    if (kind === 'tensor') return isTensorLike(value);
    return kind === 'object' && isObject(value) && !Array.isArray(value) && !isPromise(value);
  });
}

function unknownOption(key: string, kinds: Readonly<Record<string, string>>): string {
  const known = Object.keys(kinds);
  const other = synonyms[key];
  const guess = known.includes(other!) ? other : nearestName(key, known);
  const hint = guess === undefined ? '; known' : `; did you mean "${guess}"? Known`;
  return `unknown option "${key}"${hint}: ${known.join(', ')}`;
}

/**
 * The name in `names` with the smallest edit distance to `name`. A name counts if the distance is at most 2
 * or a third of the length of `name`, or if one of the two is a prefix of the other; undefined if no name
 * counts.
 *
 * @example
 * ```ts
 * import { nearestName } from '@regopt/tensor';
 * nearestName('keepDim', ['axis', 'keepDims']); // 'keepDims'
 * ```
 */
export function nearestName(name: string, names: readonly string[]): string | undefined {
  const low = name.toLowerCase();
  let best: string | undefined;
  let minDistance = Math.max(2, Math.ceil(name.length / 3)) + 1;
  for (const each of names) {
    const other = each.toLowerCase();
    const begins = low.length > 1 && (other.startsWith(low) || low.startsWith(other));
    const distance = begins ? 1 : editDistance(low, other);
    if (distance < minDistance) [best, minDistance] = [each, distance];
  }
  return best;
}

/**
 * Levenshtein distance: the number of insertions, deletions and replacements that turn one word into the
 * other.
 */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length]!;
}
