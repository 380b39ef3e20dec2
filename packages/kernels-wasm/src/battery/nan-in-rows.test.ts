import { describe, expect, it } from 'vitest';
import { callExport } from '../testing/call-export.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';

/** Two blocks of 16 values, one of 4, and three more: every path of a row. */
const n = 39;

describe.each(compiledBuilds)('the max of a row or a column, the $name build', ({ module }) => {
  it.each([1, 2])('is NaN wherever the NaN lies, inner size %i', (inner) => {
    for (let place = 0; place < n; place++) {
      const x = Float32Array.from({ length: n * inner }, (_, i) => -i);
      x[place * inner] = Number.NaN;
      const [max] = callExport<Float32Array>(module, 'max_f32', {
        tensors: [new Float32Array(inner), x],
        numbers: [1, n, inner],
      });
      expect([...max!], `NaN at ${place}`).toEqual([Number.NaN, -1].slice(0, inner));
    }
  });
});
