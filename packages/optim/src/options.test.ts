import { tensor, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import * as optim from './index.ts';

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>;
  }
}

const sources = import.meta.glob('./**/*.ts', { query: '?raw', import: 'default', eager: true });

const x = [tensor([1])];

/** Every function that takes options: a call with them, and good ones. */
const takers: Readonly<Record<string, readonly [(options: never) => unknown, object]>> = {
  adam: [(o) => optim.adam(x, o), { betas: [0.5, 0.5] }],
  adamw: [(o) => optim.adamw(x, o), { weightDecay: 0 }],
  clipGradNorm: [(o) => optim.clipGradNorm(new Map(), 1, o), { errorIfNonFinite: true }],
  sgd: [(o) => optim.sgd(x, o), { momentum: 0.5 }],
};

it('options are tried of every function that takes them', () => {
  const named = Object.entries(sources).flatMap(([path, text]) =>
    path.includes('test')
      ? []
      : [...text.matchAll(/^export function (\w+)[^{]*?\boptions\??: /gm)].map((match) => match[1]!),
  );
  expect(named.filter((name) => name in optim).sort()).toEqual(Object.keys(takers));
});

describe.each(Object.entries(takers))('the options of %s', (name, [call, good]) => {
  const given = (options: unknown) => () => call(options as never);

  it('may be what it documents, and nothing else', () => {
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
