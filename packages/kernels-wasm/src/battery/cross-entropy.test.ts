import { describe, expect, it } from 'vitest';
import { callExport } from '../testing/call-export.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';

/** Ten logits from `base` down in steps of 1/16, which are exact in f32 up to 2^19. */
const logitsFrom = (base: number) => Float32Array.from({ length: 10 }, (_, c) => base - c / 16);

describe.each(compiledBuilds)('crossEntropy in the $name build', ({ module }) => {
  const lossesOf = (logits: Float32Array, labelSmoothing: number) =>
    Float32Array.from({ length: 10 }, (_, label) => {
      const tensors = [
        new Float32Array(1),
        new Float32Array(1),
        logits,
        Int32Array.of(label),
        Float32Array.from({ length: 10 }, (_, c) => 1 + c / 8),
      ];
      return callExport(module, 'crossEntropy_f32', {
        tensors,
        numbers: [1, 10, labelSmoothing, -100],
      })[0]![0]!;
    });

  it.each([0, 0.1])(
    'gives logits around 10,000 the bits of the same logits around 0, smoothing %f',
    (smoothing) => {
      const small = lossesOf(logitsFrom(0), smoothing);
      expect(lossesOf(logitsFrom(1e4), smoothing)).toEqual(small);
      expect(lossesOf(logitsFrom(-1e4), smoothing)).toEqual(small);
    },
  );

  it('loses no digit if the label has a large logit', () => {
    const [right] = lossesOf(
      Float32Array.from({ length: 10 }, (_, c) => (c === 0 ? 10_000 : 9996)),
      0,
    );
    expect(Math.abs(right! - Math.log1p(9 * Math.exp(-4)))).toBeLessThan(2 ** -23);
  });
});
