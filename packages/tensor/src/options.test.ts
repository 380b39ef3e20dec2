import { describe, expect, it } from 'vitest';
import { DTypeError, ValueError } from './errors.ts';
import * as tensors from './index.ts';

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>;
  }
}

const sources = import.meta.glob('./**/*.ts', { query: '?raw', import: 'default', eager: true });
const { createGenerator, ones } = tensors;
const generator = createGenerator(1);

const generated = tensors.tensor([
  [0.5, 1],
  [2, 3],
]);
const viewed = tensors.viewTranspose(generated);

type Call = (options?: unknown) => unknown;

/** Every function with an options argument: a call with given options, and valid options. */
const takers: Readonly<Record<string, readonly [Call, object]>> = {
  arange: [(o) => tensors.arange(0, 3, 1, o as never), { dtype: 'i32' }],
  bernoulli: [(o) => tensors.bernoulli([4], generator, o as never), { probability: 0.3, dtype: 'u8' }],
  cast: [(o) => tensors.cast(ones([2]), 'i32', o as never), { rounding: 'floor' }],
  compile: [(o) => tensors.compile(() => {}, o as never), { maxPrograms: 2 }],
  defineKernel: [(o) => tensors.defineKernel('mine', () => {}, o as never), { strided: true }],
  empty: [(o) => tensors.empty([2], o as never), { dtype: 'f64' }],
  eye: [(o) => tensors.eye(2, o as never), { dtype: 'f64' }],
  full: [(o) => tensors.full([2], 1, o as never), { dtype: 'f64' }],
  normal: [(o) => tensors.normal([2], generator, o as never), { mean: 1, standardDeviation: 2 }],
  ones: [(o) => tensors.ones([2], o as never), { dtype: 'f64' }],
  scalar: [(o) => tensors.scalar(1, o as never), { dtype: 'f64' }],
  tensor: [(o) => tensors.tensor([1, 2, 3, 4], o as never), { shape: [2, 2], dtype: 'f64' }],
  uniform: [(o) => tensors.uniform([2], generator, o as never), { low: -1, high: 5, dtype: 'f64' }],
  zeros: [(o) => tensors.zeros([2], o as never), { dtype: 'f64' }],
};

it('every function with options is tested here', () => {
  const named = Object.entries(sources).flatMap(([path, text]) =>
    /test|check-options|option-fault/.test(path)
      ? []
      : [...text.matchAll(/^export function (\w+)[^{]*?\boptions\??: /gm)].map((match) => match[1]!),
  );
  expect(
    named.filter((name) => name in tensors).sort(),
    'packages/tensor/src/options.test.ts: add a row to `takers` for each +, remove that of each -',
  ).toEqual(Object.keys(takers).sort());
});

describe.each(Object.entries(takers))('the options of %s', (name, [call, good]) => {
  it('may be missing, or be the documented ones, and nothing else', () => {
    for (const options of [undefined, {}, good]) expect(() => call(options)).not.toThrow();
    for (const options of ['f64', 0.3, [2, 2], null, new Map(), new Set(), new Date()]) {
      expect(() => call(options)).toThrow(ValueError);
      expect(() => call(options)).toThrow(`${name}: options are an object of `);
    }
    for (const key of ['surprise', 'requiresGrad', 'type'])
      expect(() => call({ ...good, [key]: 1 })).toThrow(`${name}: unknown option "${key}"`);
  });
});

describe('the option names of PyTorch and NumPy', () => {
  it('are refused with our name for them', () => {
    expect(() => tensors.zeros([2], { dtpe: 'f64' } as never)).toThrow('did you mean "dtype"?');
    expect(() => tensors.normal([2], generator, { std: 2 } as never)).toThrow(
      'did you mean "standardDeviation"?',
    );
    expect(() => tensors.uniform([2], generator, { hihg: 2 } as never)).toThrow('did you mean "high"?');
    expect(() => tensors.zeros([2], { dtype: 'float64' } as never)).toThrow(DTypeError);
  });
});

describe('an error', () => {
  it('is thrown before memory is allocated', () => {
    const before = tensors.memory().buffers;
    for (const make of [
      () => tensors.full([2], 0.5, { dtype: 'i32' }),
      () => tensors.full([2], undefined as never),
      () => tensors.tensor([0.5], { dtype: 'u8' }),
      () => tensors.fullLike(generated, 0.5, [2], 'i32'),
      () => tensors.uniform([2], generator, { dtype: 'i32' }),
      () => tensors.cast(generated, 'u8'),
      () => tensors.cast(viewed, 'u8'),
    ])
      expect(make).toThrow();
    expect(tensors.memory().buffers).toBe(before);
  });

  it('names the function that was called', () => {
    const f16 = 'f16' as never;
    expect(() => tensors.fullLike(generated, 0.5, [2], f16)).toThrow('fullLike: unknown dtype "f16"');
    expect(() => tensors.emptyLike(generated, [2], 'toString' as never)).toThrow('emptyLike: unknown dtype');
    expect(() => tensors.emptyLike(generated, undefined, 'toString' as never)).toThrow(
      'emptyLike: unknown dtype',
    );
    expect(() => tensors.cast(generated, f16)).toThrow('cast: unknown dtype "f16"');
    expect(() => tensors.tensor(new Uint16Array(2) as never)).toThrow(
      'tensor: no dtype holds a Uint16Array; known: Float32Array, Float64Array, Int32Array, Uint8Array. ' +
        'Convert it: Int32Array.from().',
    );
  });
});
