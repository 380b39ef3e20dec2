import { describe, expect, it } from 'vitest';
import { compiledBuilds } from './testing/compiled-builds.ts';
import { KernelCaller } from './testing/kernel-caller.ts';

/** The package's own functions, the same in f64, and how many units in the last place they may differ. */
const functions: readonly (readonly [name: string, bound: number, exact: (x: number) => number])[] = [
  ['exp', 1, Math.exp],
  ['log', 0.8, Math.log],
  ['tanh', 1.5, Math.tanh],
  ['sigmoid', 2.3, (x) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)))],
  ['softplus', 2.7, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))],
];

/** A prime, so that the sample meets every pattern of low bits: a third of a million of all 2^32 floats. */
const stride = 12289;

/** The distance between neighbouring f32 numbers at x. */
function unitAt(x: number): number {
  const size = Math.abs(x);
  return size < 2 ** -126 ? 2 ** -149 : 2 ** (Math.floor(Math.log2(size)) - 23);
}

describe.each(compiledBuilds)('in the $name build', ({ module }) => {
  it.each(functions)(
    '%s lies within %f units in the last place of the true value, over all of f32',
    (name, bound, exact) => {
      const bits = Uint32Array.from({ length: Math.floor(2 ** 32 / stride) }, (_, i) => i * stride);
      const x = new Float32Array(bits.buffer);
      const [y] = new KernelCaller(module).call(
        `${name}_f32`,
        [new Float32Array(x.length), x],
        [x.length],
        1,
      );
      const wrong = x.findIndex((value, i) => {
        const wanted = exact(value);
        if (Object.is(Math.fround(wanted), y[i])) return false;
        return !(Math.abs(y[i] - wanted) <= bound * unitAt(wanted));
      });
      expect({ x: x[wrong], y: y[wrong] }).toEqual({ x: undefined, y: undefined });
    },
  );
});
