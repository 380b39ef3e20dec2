import { ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { split } from '../split.ts';
import { noisyCurve } from './noisy-curve.ts';
import { rings } from './rings.ts';
import type { ToyOptions } from './toy-options.ts';
import { twoMoons } from './two-moons.ts';

describe.each([
  ['twoMoons', twoMoons],
  ['rings', rings],
  ['noisyCurve', noisyCurve],
] as const)('%s', (name, make) => {
  it('needs a seed, and says so', () => {
    expect(() => make({ count: 10 } as ToyOptions)).toThrow(
      new ValueError(
        `${name}: seed is a whole number, which gives the same random numbers each time, got undefined.`,
      ),
    );
  });

  it('refuses misspelt options', () => {
    expect(() => make({ count: 10, seed: 1, nois: 0.1 } as ToyOptions)).toThrow(
      `${name}: unknown option "nois"; did you mean "noise"?`,
    );
    expect(() => make(10 as unknown as ToyOptions)).toThrow(`${name}: options are an object of count, noise`);
  });
});

describe('split', () => {
  it('accepts fractions or counts, a seed, and nothing else', () => {
    const all = twoMoons({ count: 10, seed: 1 });
    const of = (options: object) => () => split(all, options as Parameters<typeof split>[1]);
    expect(of({ seed: 1 })).toThrow('split: give either fractions or counts.');
    expect(of({ seed: 1, counts: [10], fractions: [1] })).toThrow('split: give either fractions or counts.');
    expect(of({ fractions: [1] })).toThrow('split: seed is a whole number');
    expect(of({ fraction: [1], seed: 1 })).toThrow('unknown option "fraction"; did you mean "fractions"?');
    expect(() => split([1, 2] as never, { counts: [1], seed: 1 })).toThrow(
      'split: a dataset is { inputs, targets, classes? } with two tensors, got [1, 2].',
    );
  });
});
