import { describe, expect, it } from 'vitest';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import { exactFunctions } from '../testing/exact-functions.ts';
import { floatNeighbours } from '../testing/float-neighbours.ts';
import { KernelCaller } from '../testing/kernel-caller.ts';
import { errorInUlps, unitAt, worstError } from '../testing/worst-error.ts';

/** Max error of the package's own functions in units in the last place, as in their docstrings. */
const bounds: readonly (readonly [name: keyof typeof exactFunctions, ulps: number])[] = [
  ['exp', 1.1],
  ['log', 0.85],
  ['sin', 1.7],
  ['cos', 1.7],
  ['tanh', 2],
  ['erf', 1.2],
  ['sigmoid', 1.8],
  ['softplus', 2.7],
  ['elu', 0.95],
  ['eluGrad', 1.1],
  ['silu', 2.3],
  ['gelu', 4.5],
];

/** A prime, so that the sample contains every pattern of low bits: four million of all 2^32 numbers. */
const stride = 997;
const multiples = Array.from({ length: 260 }, (_, n) => (n * Math.PI) / 2);
/** Points where f32, a formula or its range changes: all numbers near these are tested too. */
const turns = [
  ...[
    0,
    2 ** -126,
    2 ** -63,
    2 ** -24,
    0.5,
    Math.SQRT1_2,
    0.927734375,
    1,
    Math.SQRT2,
    2,
    4,
    9.01,
    9.02,
    13.1,
    14.4,
  ],
  ...[
    16.28,
    18,
    87.33,
    88.72,
    103.28,
    103.97,
    104,
    127,
    132.4,
    400,
    402,
    2 ** 23,
    2 ** 31,
    2 ** 64,
    3.4028234e38,
    Infinity,
  ],
  // The f32 closest to a multiple of pi/2.
  16367173 * 2 ** 72,
  ...[0.5, 1.5, 2.5, 27.5, 126.5, 149.5, 190.5].map((n) => n * Math.LN2),
];
const patterns = Uint32Array.from([
  ...Array.from({ length: Math.floor(2 ** 32 / stride) }, (_, i) => i * stride),
  ...floatNeighbours(turns, 1000),
  ...floatNeighbours(multiples, 8),
]);

describe.each(compiledBuilds)('in the $name build', ({ module }) => {
  const caller = new KernelCaller(module);

  it.each(bounds)(
    '%s lies within %f units in the last place of the true value, over all of f32',
    (name, bound) => {
      const { ulps, ...at } = worstError(caller, name, exactFunctions[name], patterns);
      expect(ulps, JSON.stringify(at)).toBeLessThanOrEqual(bound);
    },
  );

  it.each([
    ['siluGrad', 3.2],
    ['geluGrad', 3],
  ] as const)(
    '%s lies within %f units in the last place, of 1/2 where |x| < 3, as it is 0 there once',
    (name, bound) => {
      const error = (y: number, wanted: number, x: number) =>
        Math.abs(x) < 3 ? Math.abs(y - wanted) / unitAt(0.5) : errorInUlps(y, wanted);
      const { ulps, ...at } = worstError(caller, name, exactFunctions[name], patterns, error);
      expect(ulps, JSON.stringify(at)).toBeLessThanOrEqual(bound);
    },
  );

  it('returns 1 for cos 0, and no sine, cosine, tanh, erf or sigmoid beyond 1', () => {
    const x = Float32Array.from(patterns.subarray(0, 200_000), (pattern) => (pattern / 2 ** 32) * 800 - 400);
    for (const name of ['sin', 'cos', 'tanh', 'erf', 'sigmoid']) {
      const [y] = caller.call(`${name}_f32`, [new Float32Array(x.length), x], [x.length], 1);
      expect(y!.every((value) => Math.abs(value) <= 1)).toBe(true);
    }
    expect([...caller.call('cos_f32', [new Float32Array(1), new Float32Array(1)], [1], 1)[0]!]).toEqual([1]);
  });
});
