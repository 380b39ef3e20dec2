import { describe, expect, it } from 'vitest';
import { callExport } from '../testing/call-export.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import { errorInUlps } from '../testing/worst-error.ts';

/** Every 1009th f32 number from -0 down to -90; their count is not a multiple of four. */
const numbers = new Float32Array(
  Uint32Array.from({ length: 1_109_111 }, (_, i) => 0x80000000 + 1009 * i).buffer,
);

/**
 * e^x for each x of one row: the gradient of the loss -ln p of the last class, with a given sum of all e^x of
 * 1.
 */
function exponentialsOf(module: WebAssembly.Module, x: Float32Array): Float32Array {
  const logits = new Float32Array(x.length + 1);
  logits.set(x);
  const one = Float32Array.of(1);
  const [gradient] = callExport<Float32Array>(module, 'crossEntropyMeanGrad_f32', {
    tensors: [
      new Float32Array(x.length + 1),
      logits,
      Float32Array.of(0, 1),
      Int32Array.of(x.length),
      one,
      one,
      one,
    ],
    numbers: [1, x.length + 1, 0, -100, 0],
  });
  return gradient!.subarray(0, x.length);
}

describe.each(compiledBuilds)(
  'the exponentials of a row below its largest, the $name build',
  ({ module }) => {
    it('are within 1.2 ulp, and 0 where they are not normal numbers', () => {
      let worst = 0;
      const results = exponentialsOf(module, numbers);
      for (const [i, x] of numbers.entries()) {
        const exact = Math.exp(x);
        if (exact >= 2 ** -126) worst = Math.max(worst, errorInUlps(results[i]!, exact));
        else expect(results[i]).toBeLessThanOrEqual(2 ** -126);
        if (x < -87.7 && results[i] !== 0) throw new Error(`e^${x} is ${results[i]}`);
      }
      expect(numbers.at(-1)).toBeLessThan(-89);
      expect(worst).toBeLessThan(1.2);
    });

    it('are 0 for -infinity, and NaN for NaN without affecting others', () => {
      const x = [Number.NEGATIVE_INFINITY, Number.NaN, -1, -3.4e38];
      for (const length of [4, 70]) {
        const row = Float32Array.from({ length }, (_, i) => x[i % 4]!);
        const results = exponentialsOf(module, row);
        for (const [i, value] of results.entries()) {
          expect(value).toBe([0, Number.NaN, Math.fround(Math.exp(-1)), 0][i % 4]);
        }
      }
    });
  },
);
