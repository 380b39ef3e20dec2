import { createGenerator, empty, scope, type Tensor, viewTranspose } from '@regopt/tensor';
import { assertNoLeak, loadGolden } from '@regopt/tensor/testing';
import { describe, expect, it } from 'vitest';
import { Conv2d } from '../conv/conv2d.ts';
import { Embedding } from '../indexing/embedding.ts';
import { Linear } from '../product/linear.ts';
import { calculateGain, type Nonlinearity } from './calculate-gain.ts';
import { kaimingNormal } from './kaiming-normal.ts';
import type { KaimingOptions } from './kaiming-scale.ts';
import { kaimingUniform } from './kaiming-uniform.ts';
import { orthogonal } from './orthogonal.ts';
import { xavierNormal } from './xavier-normal.ts';
import { xavierUniform } from './xavier-uniform.ts';

interface Sample {
  readonly name: string;
  readonly rule: string;
  readonly shape: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly standardDeviation: number;
}

const golden = loadGolden<{
  samples: Sample[];
  defaults: Omit<Sample, 'rule'>[];
  gains: Record<string, number>;
}>('layers/initialisation');
const generator = createGenerator(11);

/** Our calls by the names of PyTorch's in the goldens. */
const rules: Readonly<Record<string, (weight: Tensor) => Tensor>> = {
  xavierUniform: (w) => xavierUniform(w, { generator }),
  'xavierUniform with gain 2': (w) => xavierUniform(w, { generator, gain: 2 }),
  xavierNormal: (w) => xavierNormal(w, { generator }),
  kaimingUniform: (w) => kaimingUniform(w, { generator }),
  'kaimingUniform by fanOut': (w) => kaimingUniform(w, { generator, mode: 'fanOut', nonlinearity: 'relu' }),
  'kaimingUniform for leakyRelu 0.2': (w) => kaimingUniform(w, { generator, slope: 0.2 }),
  kaimingNormal: (w) => kaimingNormal(w, { generator }),
  'kaimingNormal for tanh': (w) => kaimingNormal(w, { generator, nonlinearity: 'tanh' }),
  orthogonal: (w) => orthogonal(w, { generator }),
  'orthogonal with gain 2': (w) => orthogonal(w, { generator, gain: 2 }),
};

/** Compares two samples of n numbers: means and deviations must agree within five standard errors of both. */
function expectSameSpread(values: ArrayLike<number>, expected: Omit<Sample, 'rule'>, bound: boolean): void {
  const count = values.length;
  let [total, least, most] = [0, Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    total += values[i]!;
    least = Math.min(least, values[i]!);
    most = Math.max(most, values[i]!);
  }
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (values[i]! - total / count) ** 2;
  const deviation = Math.sqrt(squares / (count - 1));
  const error = 5 * Math.SQRT2 * expected.standardDeviation;
  expect(Math.abs(total / count - expected.mean)).toBeLessThan(error / Math.sqrt(count));
  expect(Math.abs(deviation - expected.standardDeviation)).toBeLessThan(error / Math.sqrt(2 * count));
  if (!bound) return;
  // The bound of a uniform distribution is sqrt 3 deviations; in a sample this large some numbers come close
  // to it.
  const edge = Math.sqrt(3) * expected.standardDeviation;
  expect(Math.max(-least, most) / edge).toBeLessThan(1.05);
  expect(Math.min(-least, most) / edge).toBeGreaterThan(0.85);
}

describe('initialisers', () => {
  for (const sample of golden.samples) {
    it(`spread as PyTorch's: ${sample.name}`, () =>
      scope(() => {
        const weight = empty(sample.shape);
        expect(rules[sample.rule]!(weight)).toBe(weight);
        expectSameSpread(weight.toArray(), sample, sample.rule.includes('Uniform'));
      }));
  }

  it('keep the exact bounds of their formulas', () =>
    scope(() => {
      const largest = (w: Tensor) =>
        Array.from(w.toArray()).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const cases = [
        [xavierUniform(empty([200, 300]), { generator }), Math.sqrt(6 / 500)],
        [xavierUniform(empty([60, 40, 5, 5]), { generator, gain: 2 }), 2 * Math.sqrt(6 / 2500)],
        [kaimingUniform(empty([200, 300]), { generator }), Math.sqrt(2 * 3) / Math.sqrt(300)],
        [kaimingUniform(empty([60, 40, 5, 5]), { generator, mode: 'fanOut' }), Math.sqrt(6 / 1500)],
        [new Linear(300, 200, { generator }).weight, 1 / Math.sqrt(300)],
        [new Conv2d(40, 60, 5, { generator, groups: 2 }).weight, 1 / Math.sqrt(20 * 25)],
      ] as const;
      for (const [weight, bound] of cases) {
        expect(largest(weight)).toBeLessThanOrEqual(Math.fround(bound));
        expect(largest(weight)).toBeGreaterThan(0.999 * bound);
      }
    }));

  for (const [shape, gain] of [
    [[20, 30], 1],
    [[30, 20], 2],
    [[8, 3, 3, 3], 1],
    [[1, 5], 3],
    [[64, 64], 1],
  ] as const) {
    for (const dtype of ['f32', 'f64'] as const) {
      it(`orthogonal: [${shape.join(',')}] has orthogonal rows or columns of length ${gain}, ${dtype}`, () =>
        scope(() => {
          const w = orthogonal(empty(shape, { dtype }), { generator, gain }).toArray();
          const rows = shape[0];
          const columns = w.length / rows;
          const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
          const at = (vector: number, i: number) =>
            w[rows <= columns ? vector * columns + i : i * columns + vector]!;
          for (let a = 0; a < count; a++) {
            for (let b = 0; b <= a; b++) {
              let dot = 0;
              for (let i = 0; i < length; i++) dot += at(a, i) * at(b, i);
              const slack = (dtype === 'f32' ? 1e-6 : 1e-14) * gain * gain;
              expect(Math.abs(dot - (a === b ? gain * gain : 0))).toBeLessThan(slack);
            }
          }
        }));
    }
  }

  it('orthogonal matrices have no preferred sign', () =>
    scope(() => {
      const count = 400;
      let positive = 0;
      for (let i = 0; i < count; i++) if (orthogonal(empty([1, 1]), { generator }).item() > 0) positive++;
      expect(Math.abs(positive - count / 2)).toBeLessThan(5 * Math.sqrt(count / 4));
    }));

  it('draw the same numbers from the same seed, and leave no memory allocated', () => {
    const w = empty([5, 4]);
    const draw = (seed: number) => kaimingNormal(w, { generator: createGenerator(seed) }).toArray();
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    assertNoLeak(() => orthogonal(w, { generator }));
    w.dispose();
  });

  it('refuse tensors that they cannot fill', () =>
    scope(() => {
      expect(() => xavierUniform(empty([5]), { generator })).toThrow(
        'xavierUniform: needs a weight [outputs, inputs, ...kernel] to count its fans, got [5].',
      );
      expect(() => kaimingNormal(empty([2, 2], { dtype: 'i32' }), { generator })).toThrow(
        'kaimingNormal: fills f32 or f64, got i32.',
      );
      expect(() => xavierNormal(viewTranspose(empty([2, 3])), { generator })).toThrow(
        'xavierNormal: the target [3,2] is a view with holes.',
      );
      expect(() => orthogonal(empty([2, 2]), { generator, gain: -1 })).toThrow(
        'orthogonal: gain is a finite number > 0, got -1.',
      );
      expect(() => kaimingUniform(empty([2, 2]), {} as KaimingOptions)).toThrow(
        'kaimingUniform: draws random numbers and was given no generator: pass { generator: ' +
          'createGenerator(seed) }.',
      );
      expect(() => kaimingUniform(empty([2, 2]), { generator, mode: 'fan_in' as 'fanIn' })).toThrow(
        `kaimingUniform: mode is 'fanIn' or 'fanOut', got "fan_in".`,
      );
    }));
});

describe('the default initialisation', () => {
  it("spreads as PyTorch's, in weights and biases", () =>
    scope(() => {
      const linear = new Linear(300, 200, { generator });
      const conv = new Conv2d(40, 60, 5, { generator });
      const tensors: Record<string, Tensor> = {
        'Linear weight': linear.weight,
        'Linear bias': linear.bias!,
        'Conv2d weight': conv.weight,
        'Conv2d bias': conv.bias!,
        'Embedding weight': new Embedding(200, 300, { generator }).weight,
      };
      expect(golden.defaults.map(({ name }) => name).sort()).toEqual(Object.keys(tensors).sort());
      for (const each of golden.defaults) {
        expect(tensors[each.name]!.shape).toEqual(each.shape);
        // With only sixty or two hundred biases the extremes need not come close to the bound.
        expectSameSpread(tensors[each.name]!.toArray(), each, /^(Linear|Conv2d) weight$/.test(each.name));
      }
    }));
});

describe('calculateGain', () => {
  it("returns PyTorch's gains", () => {
    const names: Record<string, Nonlinearity> = { leaky_relu: 'leakyRelu', conv2d: 'linear' };
    for (const [name, gain] of Object.entries(golden.gains))
      expect(calculateGain(names[name] ?? (name as Nonlinearity)), name).toBeCloseTo(gain, 14);
    expect(calculateGain('leakyRelu', 2)).toBeCloseTo(Math.sqrt(0.4), 14);
  });

  it('refuses other names, and slopes that are not finite', () => {
    expect(() => calculateGain('swish' as Nonlinearity)).toThrow(
      'calculateGain: unknown nonlinearity swish; known: linear, sigmoid, tanh, relu, leakyRelu, selu.',
    );
    expect(() => calculateGain('leakyRelu', Number.NaN)).toThrow(
      'calculateGain: the slope is a finite number, got NaN.',
    );
  });
});
