import { describe, expect, it } from 'vitest';
import { DTypeError, ValueError } from '../errors.ts';
import { scope } from '../memory/scope.ts';
import { createGenerator } from './generator.ts';
import { permutation } from './permutation.ts';
import { philox } from './philox.ts';
import { bernoulli, normal, uniform } from './random.ts';
import { uniform24 } from './random-kernels.ts';

/** The words of block `block` of the first draw of a seed. */
function words(seed: number, block: number): Uint32Array {
  const out = new Uint32Array(4);
  philox(out, seed, 0, block, 0, 0, 0);
  return out;
}

/** Mean, variance, skewness and excess kurtosis. */
function moments(
  values: ArrayLike<number>,
): [mean: number, variance: number, skewness: number, kurtosis: number] {
  const n = values.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += values[i]! / n;
  const sums = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    for (let power = 0; power < 3; power++) sums[power]! += (values[i]! - mean) ** (power + 2) / n;
  }
  const [variance, third, fourth] = sums as [number, number, number];
  return [mean, variance, third / variance ** 1.5, fourth / variance ** 2 - 3];
}

/**
 * The Kolmogorov-Smirnov statistic times sqrt(n): the max distance between the values' distribution and the
 * given one. For samples of the given distribution it exceeds 1.95 with probability 0.001.
 */
function kolmogorovSmirnov(values: ArrayLike<number>, distribution: (x: number) => number): number {
  const sorted = Float64Array.from(values).sort();
  let worst = 0;
  sorted.forEach((value, i) => {
    const p = distribution(value);
    worst = Math.max(worst, p - i / sorted.length, (i + 1) / sorted.length - p);
  });
  return worst * Math.sqrt(sorted.length);
}

/** The normal distribution function by its series, x^(2k+1) / (1 3 5 ... (2k+1)), for |x| < 6. */
function normalDistribution(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [meanA, varianceA] = moments(a);
  const [meanB, varianceB] = moments(b);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - meanA) * (b[i]! - meanB);
  return sum / a.length / Math.sqrt(varianceA * varianceB);
}

const many = 200_000;

describe('uniform', () => {
  it('uses the upper 24 bits of a word for f32, 53 bits of two words for f64', () => {
    const [a, b, c, d] = words(42, 0) as unknown as [number, number, number, number];
    const [e] = words(42, 1) as unknown as [number];
    expect([...uniform([5], createGenerator(42)).toArray()]).toEqual(
      [a, b, c, d, e].map((word) => (word >>> 8) / 2 ** 24),
    );
    expect([...uniform([2], createGenerator(42), { dtype: 'f64' }).toArray()]).toEqual([
      ((a >>> 5) * 2 ** 26 + (b >>> 6)) / 2 ** 53,
      ((c >>> 5) * 2 ** 26 + (d >>> 6)) / 2 ** 53,
    ]);
  });

  it('keeps its values across versions, since saved runs depend on them', () => {
    expect([...uniform([4], createGenerator(42)).toArray()]).toEqual([
      0.6129598617553711, 0.4685865044593811, 0.07323169708251953, 0.3408614993095398,
    ]);
    expect([...uniform([2], createGenerator(42), { dtype: 'f64' }).toArray()]).toEqual([
      0.6129598801477738, 0.07323173687503892,
    ]);
  });

  it('has the same value at index i for every shape', () => {
    const long = uniform([1001], createGenerator(5)).toArray();
    const short = uniform([3, 7], createGenerator(5)).toArray();
    expect([...short]).toEqual([...long.subarray(0, 21)]);
    expect(long[1000]).toBe(uniform24([5, 0, 0, 0], 1000));
  });

  it('depends on every word of the key and on the index', () => {
    const keys = [0, 1, 2, 3].map((word) => [0, 1, 2, 3].map((at) => (at === word ? 9 : 0)));
    const out = new Uint32Array(4);
    for (let i = 0; i < 9; i++) {
      for (const key of [[0, 0, 0, 0], ...keys]) {
        philox(out, key[0]!, key[1]!, Math.floor(i / 4), 0, key[2]!, key[3]!);
        expect(uniform24(key, i)).toBe((out[i % 4]! >>> 8) / 2 ** 24);
      }
    }
  });

  it('is between low and high and uniformly distributed', () => {
    for (const dtype of ['f32', 'f64'] as const) {
      const values = uniform([many], createGenerator(7), { low: -2, high: 3, dtype }).toArray();
      expect(values.every((value) => value >= -2 && value <= 3)).toBe(true);
      const [mean, variance] = moments(values);
      expect(Math.abs(mean - 0.5)).toBeLessThan((4 * Math.sqrt(25 / 12)) / Math.sqrt(many));
      expect(variance).toBeCloseTo(25 / 12, 1);
      expect(kolmogorovSmirnov(values, (x) => (x + 2) / 5)).toBeLessThan(1.95);
    }
  });

  it('refuses a range with low > high', () => {
    const generator = createGenerator(1);
    expect(() => uniform([1], generator, { low: 1, high: 0 })).toThrow(
      'uniform: needs finite low <= high, got 1 and 0.',
    );
    expect(() => uniform([1], generator, { high: Number.NaN })).toThrow(ValueError);
    expect(generator.state().draws).toBe(0);
  });

  it('refuses integer dtypes', () => {
    expect(() => uniform([1], createGenerator(1), { dtype: 'i32' })).toThrow(DTypeError);
    expect(() => uniform([1], createGenerator(1), { dtype: 'i32' })).toThrow(
      'uniform: gives f32 or f64, not i32.',
    );
  });
});

describe('normal', () => {
  it('is the Box-Muller pair of two words', () => {
    const [a, b, c, d] = words(42, 0) as unknown as [number, number, number, number];
    const pair = (u: number, v: number) => {
      const radius = Math.sqrt(-2 * Math.log((u + 1) / 2 ** 32));
      return [radius * Math.cos((2 * Math.PI * v) / 2 ** 32), radius * Math.sin((2 * Math.PI * v) / 2 ** 32)];
    };
    const values = normal([4], createGenerator(42), { dtype: 'f64' }).toArray();
    [...pair(a, b), ...pair(c, d)].forEach((expected, i) => {
      expect(values[i]).toBeCloseTo(expected, 13);
    });
  });

  it('keeps its values across versions, since saved runs depend on them', () => {
    expect([...normal([4], createGenerator(42)).toArray()]).toEqual([
      -0.9701898097991943, 0.19401895999908447, -1.2356207370758057, 1.9239267110824585,
    ]);
    expect([...normal([4], createGenerator(42), { dtype: 'f64' }).toArray()]).toEqual([
      -0.9701897896896219, 0.1940189560319241, -1.2356207415350497, 1.9239267500724062,
    ]);
  });

  it('is normally distributed, with the given mean and standard deviation', () => {
    for (const dtype of ['f32', 'f64'] as const) {
      const values = normal([many], createGenerator(8), { mean: 3, standardDeviation: 0.5, dtype }).toArray();
      const [mean, variance, skewness, kurtosis] = moments(values);
      expect(Math.abs(mean - 3)).toBeLessThan((4 * 0.5) / Math.sqrt(many));
      expect(Math.abs(variance / 0.25 - 1)).toBeLessThan(4 * Math.sqrt(2 / many));
      expect(Math.abs(skewness)).toBeLessThan(4 * Math.sqrt(6 / many));
      expect(Math.abs(kurtosis)).toBeLessThan(4 * Math.sqrt(24 / many));
      expect(kolmogorovSmirnov(values, (x) => normalDistribution((x - 3) / 0.5))).toBeLessThan(1.95);
    }
  });

  it('is equal to the mean for a deviation of 0', () => {
    expect([...normal([3], createGenerator(1), { mean: 2, standardDeviation: 0 }).toArray()]).toEqual([
      2, 2, 2,
    ]);
  });

  it('refuses a negative deviation', () => {
    expect(() => normal([1], createGenerator(1), { standardDeviation: -1 })).toThrow(
      'normal: needs a finite mean and standardDeviation >= 0, got 0 and -1.',
    );
    expect(() => normal([1], createGenerator(1), { mean: Number.POSITIVE_INFINITY })).toThrow(ValueError);
    expect(() => normal([1], createGenerator(1), { dtype: 'u8' })).toThrow(
      'normal: gives f32 or f64, not u8.',
    );
  });
});

describe('bernoulli', () => {
  it('is 1 where the uniform number of the element is below the probability', () => {
    const numbers = uniform([100], createGenerator(9)).toArray();
    for (const dtype of ['f32', 'u8', 'i32', 'f64'] as const) {
      const ones = bernoulli([100], createGenerator(9), { probability: 0.3, dtype });
      expect([ones.dtype, ...ones.toArray()]).toEqual([
        dtype,
        ...numbers.map((value) => Number(value < 0.3)),
      ]);
    }
  });

  it('is 1 with the given probability: never for 0, always for 1', () => {
    for (const probability of [0, 0.1, 0.5, 1]) {
      const values = bernoulli([many], createGenerator(10), { probability }).toArray();
      const ones = Array.from(values).filter((value) => value === 1).length;
      const deviation = Math.sqrt(many * probability * (1 - probability));
      expect(Math.abs(ones - many * probability)).toBeLessThanOrEqual(4 * deviation);
    }
    expect(bernoulli([3], createGenerator(1)).dtype).toBe('f32');
  });

  it('refuses a value that is not a probability', () => {
    expect(() => bernoulli([1], createGenerator(1), { probability: 1.5 })).toThrow(
      'bernoulli: probability lies in 0..1, got 1.5.',
    );
    expect(() => bernoulli([1], createGenerator(1), { probability: Number.NaN })).toThrow(ValueError);
  });
});

describe('draws', () => {
  it('are uncorrelated with other draws, seeds and forks, and between neighbours', () => {
    scope(() => {
      const generator = createGenerator(11);
      const first = normal([many], generator).toArray();
      const others = [
        normal([many], generator).toArray(),
        normal([many], createGenerator(12)).toArray(),
        normal([many], generator.fork(0)).toArray(),
        normal([many], generator.fork(1)).toArray(),
        first.map((_, i) => first[(i + 1) % many]!),
        first.map((_, i) => first[(i + 4) % many]!),
      ];
      for (const other of others)
        expect(Math.abs(correlation(first, other))).toBeLessThan(4 / Math.sqrt(many));
    });
  });
});

describe('a draw', () => {
  it('needs a generator', () => {
    const bad = 42 as never;
    for (const [name, draw] of Object.entries({ uniform, normal, bernoulli }))
      expect(() => draw([2], bad)).toThrow(`${name}: needs a generator: createGenerator(seed), got 42.`);
    expect(() => permutation(3, bad)).toThrow(
      'permutation: needs a generator: createGenerator(seed), got 42.',
    );
    expect(() => bernoulli([2], createGenerator(1), { probability: '0.5' as never })).toThrow(
      'bernoulli: probability is a number, got "0.5".',
    );
  });
});
