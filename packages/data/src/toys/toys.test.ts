import {
  createReferenceBackend,
  OutOfMemoryError,
  scope,
  type Tensor,
  ValueError,
  withBackend,
} from '@regopt/tensor';
import { assertNoLeak } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { noisyCurve, trueCurve } from './noisy-curve.ts';
import { rings } from './rings.ts';
import { twoMoons } from './two-moons.ts';

const toys = { noisyCurve, twoMoons, rings };

const pairs = (x: Tensor) => x.toNested() as [number, number][];
const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe.each(Object.entries(toys))('%s', (name, toy) => {
  it('returns the same examples for the same seed, others for another', () => {
    const inputs = (seed: number) => [...toy({ count: 20, seed }).inputs.toArray()];
    expect(inputs(1)).toEqual(inputs(1));
    expect(inputs(1)).not.toEqual(inputs(2));
  });

  it('returns the same bits on every back end', () => {
    const here = toy({ count: 20, seed: 3 });
    const reference = withBackend(createReferenceBackend(), () => toy({ count: 20, seed: 3 }));
    expect(here.inputs.toArray()).toEqual(reference.inputs.toArray());
    expect(here.targets.toArray()).toEqual(reference.targets.toArray());
  });

  it('leaves only the dataset in memory', () => {
    assertNoLeak(() => {
      const { inputs, targets } = scope(() => toy({ count: 10, seed: 1 }));
      inputs.dispose();
      targets.dispose();
    });
  });

  it('refuses more examples than there is memory for, at once', () => {
    expect(() => toy({ count: 2 ** 44, seed: 1 })).toThrow(OutOfMemoryError);
    expect(() => toy({ count: 2 ** 44, seed: 1 })).toThrow(`${name}: the host has no `);
  });

  it('refuses a count below 1 and an invalid noise', () => {
    expect(() => toy({ count: 0, seed: 1 })).toThrow(
      new ValueError(`${name}: count is a whole number >= 1, got 0.`),
    );
    expect(() => toy({ count: 2.5, seed: 1 })).toThrow(
      new ValueError(`${name}: count is a whole number >= 1, got 2.5.`),
    );
    expect(() => toy({ count: 5, noise: -1, seed: 1 })).toThrow(
      new ValueError(`${name}: noise is a finite number >= 0, got -1.`),
    );
  });
});

describe('noisyCurve', () => {
  it('is on sin(pi x) over -1..1 without noise', () => {
    const { inputs, targets } = noisyCurve({ count: 200, noise: 0, seed: 1 });
    const x = inputs.toArray();
    const y = targets.toArray();
    expect(inputs.shape).toEqual([200, 1]);
    expect(targets.shape).toEqual([200, 1]);
    x.forEach((value, i) => {
      expect(Math.abs(value)).toBeLessThanOrEqual(1);
      expect(y[i]).toBeCloseTo(Math.sin(Math.PI * value), 5);
      expect(trueCurve(value)).toBeCloseTo(Math.sin(Math.PI * value), 14);
    });
  });

  it('scatters around the curve with the given standard deviation', () => {
    const { inputs, targets } = noisyCurve({ count: 5000, noise: 0.3, seed: 1 });
    const x = inputs.toArray();
    const errors = Array.from(targets.toArray(), (y, i) => y - trueCurve(x[i]!));
    // Five standard errors of a mean and of a standard deviation over 5000 draws.
    expect(Math.abs(average(errors))).toBeLessThan((5 * 0.3) / Math.sqrt(5000));
    expect(Math.abs(Math.sqrt(average(errors.map((e) => e * e))) - 0.3)).toBeLessThan(
      (5 * 0.3) / Math.sqrt(10000),
    );
  });
});

describe('twoMoons', () => {
  it('puts class 0 on the upper half circle and class 1 on the lower, shifted one, without noise', () => {
    const { inputs, targets, classes } = twoMoons({ count: 101, noise: 0, seed: 1 });
    const labels = targets.toArray();
    expect(classes).toBe(2);
    expect(labels.filter((label) => label === 0)).toHaveLength(51);
    pairs(inputs).forEach(([x, y], i) => {
      const [u, v] = labels[i] === 0 ? [x, y] : [1 - x, 0.5 - y];
      expect(Math.hypot(u, v)).toBeCloseTo(1, 5);
      expect(v).toBeGreaterThanOrEqual(0);
    });
  });
});

describe('rings', () => {
  it('puts class k of K on the circle of radius (k + 1) / K without noise', () => {
    const { inputs, targets, classes } = rings({ count: 90, noise: 0, seed: 1, classes: 3 });
    const labels = targets.toArray();
    expect(classes).toBe(3);
    pairs(inputs).forEach(([x, y], i) => {
      expect(Math.hypot(x, y)).toBeCloseTo((labels[i]! + 1) / 3, 5);
    });
    const angles = pairs(inputs).map(([x, y]) => Math.atan2(y, x));
    expect(Math.min(...angles)).toBeLessThan(-2.5);
    expect(Math.max(...angles)).toBeGreaterThan(2.5);
  });

  it('refuses an invalid number of classes', () => {
    expect(() => rings({ count: 3, seed: 1, classes: 0 })).toThrow(
      new ValueError('rings: classes is a whole number >= 1, got 0.'),
    );
  });
});
