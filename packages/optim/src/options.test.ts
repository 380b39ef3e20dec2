import { type Tensor, tensor, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import * as optim from './index.ts';

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>;
  }
}

const sources = import.meta.glob('./**/*.ts', { query: '?raw', import: 'default', eager: true });

const x = [tensor([1])];

const named = Object.entries(sources).flatMap(([path, text]) =>
  path.includes('test')
    ? []
    : [...text.matchAll(/^export function (\w+)\(([^{]*?\boptions\??: )/gm)].map(
        ([, name, before]) => [name!, before!.includes('parameters: ParameterSource')] as const,
      ),
);

type Rule = (parameters: readonly Tensor[], options?: never) => optim.Optimizer;
const rules = Object.entries<unknown>(optim).filter(([name]) =>
  named.some(([known, isRule]) => isRule && known === name),
) as [string, Rule][];

/**
 * Every function with options: a call with given options, and valid options. For a rule these are all its
 * options.
 */
const takers: Readonly<Record<string, readonly [(options: never) => unknown, object]>> = {
  clipGradNorm: [(o) => optim.clipGradNorm(new Map(), 1, o), { errorIfNonFinite: true }],
  ...Object.fromEntries(
    rules.map(([name, rule]) => [name, [(o: never) => rule(x, o), rule(x).groups[0]!.settings]]),
  ),
};

it('every function with options is tested here', () => {
  const exported = named.map(([name]) => name).filter((name) => name in optim);
  expect(
    exported.sort(),
    'packages/optim/src/options.test.ts: add a row to `takers` for each +, remove that of each -',
  ).toEqual(Object.keys(takers).sort());
  expect(exported).toEqual(expect.arrayContaining(['sgd', 'adam', 'adamw']));
});

describe.each(Object.entries(takers))('the options of %s', (name, [call, good]) => {
  const given = (options: unknown) => () => call(options as never);

  it('may be the documented ones, and nothing else', () => {
    for (const options of [undefined, {}, good]) expect(given(options)).not.toThrow();
    for (const options of [null, 0.1, [good], new Map()]) {
      expect(given(options)).toThrow(ValueError);
      expect(given(options)).toThrow(`${name}: options are an object of `);
    }
    expect(given({ ...good, surprise: 1 })).toThrow(`${name}: unknown option "surprise"`);
    for (const key of Object.keys(good))
      expect(given({ ...good, [key]: '1' })).toThrow(new RegExp(`^${name}: ${key} (is|are) .*, got "1"`));
  });
});
