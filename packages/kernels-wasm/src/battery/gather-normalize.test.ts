import { describe, expect, it } from 'vitest';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import { KernelCaller } from '../testing/kernel-caller.ts';

describe('the normalization of bytes', () => {
  it.each(compiledBuilds)(
    'gives equal bytes equal floats, wherever in a row they lie: the $name build',
    ({ module }) => {
      const caller = new KernelCaller(module);
      const length = 30;
      for (const mean of [0, 40.5])
        for (let byte = 0; byte < 256; byte++) {
          const out = new Float32Array(length);
          const source = new Uint8Array(length).fill(byte);
          const affine = Float32Array.of(mean, 1 / 58.395, -123.675 / 58.395);
          const given = [out, source, Int32Array.of(0), affine];
          const [values] = caller.call('gatherNormalize_f32_u8', given, [1, 1, length], 1);
          expect(new Set(values).size, `${byte}, mean ${mean}`).toBe(1);
        }
    },
  );
});
