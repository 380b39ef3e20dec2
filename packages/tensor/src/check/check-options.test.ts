import { describe, expect, it } from 'vitest';
import { ValueError } from '../errors.ts';
import { ones } from '../tensor/create.ts';
import { checkOptions } from './check-options.ts';
import { nearestName, type OptionKinds, valueText } from './option-fault.ts';

interface Options {
  readonly axis?: number | readonly number[];
  readonly keepDims?: boolean;
  readonly epsilon?: number;
  readonly scale?: unknown;
  readonly moments?: object;
}
const kinds: OptionKinds<Options> = {
  axis: 'number|array',
  keepDims: 'boolean',
  epsilon: 'number',
  scale: 'tensor|object',
  moments: 'object',
};
const check = (options: unknown) => () => checkOptions('sum', options as Options, kinds);

describe('checkOptions', () => {
  it('accepts the options of the table, each of which may be missing or undefined', () => {
    for (const options of [{}, { axis: 1 }, { axis: [0, 1], keepDims: undefined }, { scale: ones([1]) }])
      expect(check(options)).not.toThrow();
  });

  it.each([
    [
      { dim: 0 },
      'sum: unknown option "dim"; did you mean "axis"? Known: axis, keepDims, epsilon, scale, moments.',
    ],
    [{ keepdims: true }, 'sum: unknown option "keepdims"; did you mean "keepDims"?'],
    [{ eps: 1 }, 'sum: unknown option "eps"; did you mean "epsilon"?'],
    [{ weight: 1 }, 'sum: unknown option "weight"; known: axis, keepDims, epsilon, scale, moments.'],
    [{ toString: 1 }, 'sum: unknown option "toString"'],
    [{ epsilon: '1e-5' }, 'sum: epsilon is a number, got "1e-5".'],
    [{ epsilon: null }, 'sum: epsilon is a number, got null.'],
    [{ axis: 'last' }, 'sum: axis is a number or an array, got "last".'],
    [{ scale: Promise.resolve(1) }, 'sum: scale is a promise: await it first.'],
    [{ moments: Promise.resolve({}) }, 'sum: moments is a promise: await it first.'],
    [{ moments: null }, 'sum: moments is an object, got null.'],
    [{ moments: [1] }, 'sum: moments is an object, got [1].'],
    [{ scale: [1] }, 'sum: scale is a tensor or an object, got [1].'],
    [undefined, 'sum: options are an object of axis, keepDims, epsilon, scale, moments, got undefined.'],
    [0, 'sum: options are an object of axis, keepDims, epsilon, scale, moments, got 0.'],
    [[0], 'sum: options are an object of axis, keepDims, epsilon, scale, moments, got [0].'],
    [
      Promise.resolve({}),
      'sum: options are an object of axis, keepDims, epsilon, scale, moments, got a promise.',
    ],
    [ones([2]), 'sum: options are an object of axis, keepDims, epsilon, scale, moments, got a tensor [2].'],
  ])('refuses %o', (options, message) => {
    expect(check(options)).toThrow(ValueError);
    expect(check(options)).toThrow(message);
  });
});

describe('valueText', () => {
  it('shows a value so that its type is visible', () => {
    const cyclic: unknown[] = [1];
    cyclic.push(cyclic);
    const shown = [
      '0.2',
      0.2,
      NaN,
      3n,
      null,
      undefined,
      [1, '2'],
      cyclic,
      new Map(),
      { a: 1 },
      {},
      Math.abs,
      () => 1,
    ];
    expect(shown.map((value) => valueText(value))).toEqual([
      ...['"0.2"', '0.2', 'NaN', '3n', 'null', 'undefined', '[1, "2"]', '[1, [1, [...]]]', 'a Map'],
      ...['{ a }', '{}', 'a function', 'a function'],
    ]);
    expect(valueText([1, 2, 3, 4, 5, 6, 7])).toBe('[1, 2, 3, 4, 5, 6, ...]');
  });
});

describe('nearestName', () => {
  it('finds misspelt and shortened names, and returns undefined if none is near', () => {
    expect(nearestName('raduis', ['radius', 'mode'])).toBe('radius');
    expect(nearestName('prob', ['count', 'probability'])).toBe('probability');
    expect(nearestName('weight', ['axis', 'mode'])).toBeUndefined();
  });
});
