import { DTypeError, FormatError, tensor, ValueError } from '@regopt/tensor';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../dataset.ts';
import { noisyCurve } from '../toys/noisy-curve.ts';
import { withLabelNoise } from './with-label-noise.ts';

const labeled = (count: number, classes: number): Dataset => ({
  inputs: tensor(new Float32Array(count), { shape: [count, 1] }),
  targets: tensor(Int32Array.from({ length: count }, (_, i) => i % classes)),
  classes,
});

describe('withLabelNoise', () => {
  it('makes exactly the given fraction of labels wrong, and keeps them in range', () => {
    const anyFraction = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 2, max: 5 }),
        anyFraction,
        fc.nat(),
        (count, classes, fraction, seed) => {
          const clean = labeled(count, classes);
          const before = clean.targets.toArray();
          const after = withLabelNoise(clean, { fraction, seed }).targets.toArray();
          expect(after.filter((label, i) => label !== before[i])).toHaveLength(Math.round(fraction * count));
          expect(after.every((label) => label >= 0 && label < classes)).toBe(true);
          expect(clean.targets.toArray()).toEqual(before);
        },
      ),
    );
  });

  it('makes the same labels wrong for the same seed, others for another', () => {
    const noisy = (seed: number) => [
      ...withLabelNoise(labeled(50, 10), { fraction: 0.4, seed }).targets.toArray(),
    ];
    expect(noisy(1)).toEqual(noisy(1));
    expect(noisy(1)).not.toEqual(noisy(2));
  });

  it('chooses among all other classes', () => {
    const clean = labeled(3000, 3);
    const after = withLabelNoise(clean, { fraction: 1, seed: 1 }).targets.toArray();
    const steps = after.map((label, i) => (label - (i % 3) + 3) % 3);
    const ones = steps.filter((step) => step === 1).length;
    // Five standard deviations of a fair coin's count over 3000 throws.
    expect(Math.abs(ones - 1500)).toBeLessThan(5 * Math.sqrt(750));
    expect(steps.includes(0)).toBe(false);
  });

  it('shares the inputs with the clean dataset', () => {
    const clean = labeled(5, 2);
    expect(withLabelNoise(clean, { fraction: 0.5, seed: 1 }).inputs).toBe(clean.inputs);
  });

  it('refuses a fraction outside 0..1, a single class, and targets that are not labels', () => {
    expect(() => withLabelNoise(labeled(5, 2), { fraction: 1.5, seed: 1 })).toThrow(
      new ValueError('withLabelNoise: fraction lies in 0..1, got 1.5.'),
    );
    expect(() => withLabelNoise(labeled(5, 1), { fraction: 0.5, seed: 1 })).toThrow(
      new ValueError('withLabelNoise: classes is a whole number >= 2, got 1.'),
    );
    expect(() =>
      withLabelNoise({ ...labeled(5, 2), classes: undefined }, { fraction: 0.5, seed: 1 }),
    ).toThrow(new ValueError('withLabelNoise: the dataset does not say its classes: pass { classes }.'));
    expect(() => withLabelNoise(labeled(5, 4), { fraction: 0.5, seed: 1, classes: 3 })).toThrow(
      new FormatError('withLabelNoise: targets: label 3 at index 3 is not a whole number in 0..2.'),
    );
    expect(() => withLabelNoise(noisyCurve({ count: 5, seed: 1 }), { fraction: 0.5, seed: 1 })).toThrow(
      new DTypeError('withLabelNoise: needs i32 labels, the targets are f32.'),
    );
  });
});
