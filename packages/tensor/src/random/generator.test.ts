import { describe, expect, it } from 'vitest';
import { getBackend } from '../backend/current-backend.ts';
import { ValueError } from '../errors.ts';
import { createGenerator, type Generator } from './generator.ts';

const key = (generator: Generator): number[] => Array.from(generator.draw().toArray(), (word) => word >>> 0);

describe('createGenerator', () => {
  it('makes keys of the seed and the number of the draw, in memory of the current back end', () => {
    const generator = createGenerator(42);
    const first = generator.draw();
    expect([first.dtype, first.shape, first.storage.backend === getBackend()]).toEqual(['i32', [4], true]);
    expect([...first.toArray()]).toEqual([42, 0, 0, 0]);
    expect(key(generator)).toEqual([42, 0, 1, 0]);
    expect(generator.drawWords()).toEqual([42, 0, 2, 0]);
  });

  it('accepts seeds of 64 bits', () => {
    expect(key(createGenerator(2 ** 53 - 1))).toEqual([0xffffffff, 0x1fffff, 0, 0]);
    expect(key(createGenerator(0xfedcba9876543210n))).toEqual([0x76543210, 0xfedcba98, 0, 0]);
  });

  it('counts draws beyond 2^32', () => {
    const generator = createGenerator(1);
    generator.load({ seed: '1', draws: 2 ** 32 - 1 });
    expect(key(generator)).toEqual([1, 0, 0xffffffff, 0]);
    expect(key(generator)).toEqual([1, 0, 0, 1]);
  });

  it('refuses a value that is not a seed', () => {
    for (const seed of [-1, 1.5, 2 ** 53, Number.NaN, -1n, 1n << 64n]) {
      expect(() => createGenerator(seed)).toThrow(ValueError);
      expect(() => createGenerator(seed)).toThrow(
        `createGenerator: the seed is a whole number in 0..2^64-1 (a bigint past 2^53), got ${seed}.`,
      );
    }
    const seeds = ['42', null, undefined, {}, true, Symbol('s')] as unknown as number[];
    for (const seed of seeds) expect(() => createGenerator(seed)).toThrow(ValueError);
    expect(() => createGenerator('42' as never)).toThrow('(a bigint past 2^53), got "42".');
  });
});

describe('state and load', () => {
  it('continue from the saved position', () => {
    const generator = createGenerator(2n ** 64n - 1n);
    generator.draw();
    const state = JSON.parse(JSON.stringify(generator.state()));
    expect(state).toEqual({ seed: '18446744073709551615', draws: 1 });
    const next = [key(generator), key(generator)];
    const other = createGenerator(2n ** 64n - 1n);
    other.load(state);
    expect([key(other), key(other)]).toEqual(next);
  });

  it('refuse the state of another seed, or of none', () => {
    const generator = createGenerator(1);
    expect(() => generator.load({ seed: '2', draws: 0 })).toThrow(
      'load: the state has seed 2, the generator has 1.',
    );
    expect(() => generator.load({ seed: '1', draws: -1 })).toThrow(
      'load: draws is a whole number >= 0, got -1.',
    );
    expect(() => generator.load({ seed: '1', draws: 0.5 })).toThrow(ValueError);
    expect(() => generator.load({ seed: 1, draws: 0 } as never)).toThrow(
      'load: a state is what state() gave, got { seed, draws }.',
    );
    expect(() => generator.load(undefined as never)).toThrow(
      'load: a state is what state() gave, got undefined.',
    );
  });
});

describe('fork', () => {
  it('returns the same generator for the same number, at any position', () => {
    const generator = createGenerator(3);
    const before = generator.fork(5);
    generator.draw();
    expect(key(generator.fork(5))).toEqual(key(before));
  });

  it('returns a different generator for every number, and consumes no draw', () => {
    const generator = createGenerator(3);
    const seeds = Array.from({ length: 1000 }, (_, stream) => generator.fork(stream).state().seed);
    seeds.push(generator.fork(2 ** 40).state().seed, createGenerator(4).fork(0).state().seed, '3');
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(generator.state().draws).toBe(0);
  });

  it('keeps its numbers across versions, since saved runs depend on them', () => {
    expect(createGenerator(42).fork(7).state()).toEqual({ seed: '10519457471686403062', draws: 0 });
  });

  it('refuses a value that is not the number of a stream', () => {
    for (const stream of [-1, 0.5, Number.NaN]) {
      expect(() => createGenerator(1).fork(stream)).toThrow(
        `fork: the stream is a whole number >= 0, got ${stream}.`,
      );
    }
  });
});
