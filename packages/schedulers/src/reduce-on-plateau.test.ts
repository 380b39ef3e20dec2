import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import goldens from '../../../tools/goldens/schedulers/reduce-on-plateau.json' with { type: 'json' };
import { fraction } from '../test/arbitrary.ts';
import { isAdaptive } from './adaptive-schedule.ts';
import { ScheduleError } from './check.ts';
import { type PlateauState, type ReduceOnPlateauOptions, reduceOnPlateau } from './reduce-on-plateau.ts';

const fresh = { rate: 0.1, best: null, badObservations: 0, cooldownLeft: 0 };

const anyOptions: fc.Arbitrary<ReduceOnPlateauOptions> = fc.record({
  mode: fc.constantFrom('min', 'max'),
  factor: fraction.map((share) => share * 0.99),
  patience: fc.integer({ min: 0, max: 5 }),
  threshold: fraction.map((share) => share * 0.5),
  thresholdMode: fc.constantFrom('relative', 'absolute'),
  cooldown: fc.integer({ min: 0, max: 4 }),
  minRate: fraction.map((share) => share * 0.1),
});
const anyMetric = fc.oneof(fc.double({ min: -2, max: 2 }), fc.constantFrom(0, 1, Number.NaN));
// JSON has no -0, and comparisons cannot distinguish it from 0: adding 0 turns it into 0.
const anyMetrics = fc.array(
  anyMetric.map((metric) => metric + 0),
  { maxLength: 60 },
);

describe('reduceOnPlateau', () => {
  for (const { name, rate, options, metrics, states } of goldens.cases) {
    it(`goes through the states of ${goldens.source}, to the bit: ${name}`, () => {
      const schedule = reduceOnPlateau(rate, options as ReduceOnPlateauOptions);
      metrics.forEach((metric, i) => {
        schedule.observe(Number(metric));
        const expected = Object.entries(states).map(([name, column]) => [name, column[i]]);
        expect({ after: i, ...schedule.state() }).toEqual({ after: i, ...Object.fromEntries(expected) });
        expect(schedule(i)).toBe(states.rate[i]);
      });
    });
  }

  it('has its initial rate until something is observed, at any step', () => {
    const schedule = reduceOnPlateau(0.1);
    expect(isAdaptive(schedule)).toBe(true);
    expect([0, 1, 1000, 3].map(schedule)).toEqual([0.1, 0.1, 0.1, 0.1]);
    expect(schedule.state()).toEqual(fresh);
  });

  it('reduces if there are more bad observations than the patience, not if there are as many', () => {
    const schedule = reduceOnPlateau(0.8, { patience: 2, factor: 0.5 });
    const rates = [1, 1, 1, 1].map((metric, step) => {
      schedule.observe(metric);
      return schedule(step);
    });
    expect(rates).toEqual([0.8, 0.8, 0.8, 0.4]);
  });

  it('leaves the rate where it would fall by epsilon or less', () => {
    const fallen = (epsilon: number) => {
      const schedule = reduceOnPlateau(1, { patience: 0, factor: 0.5, epsilon });
      for (const metric of [1, 1]) schedule.observe(metric);
      return schedule(0);
    };
    expect([0.5, 0.4999].map(fallen)).toEqual([1, 0.5]);
  });

  it('never raises the rate and never goes below minRate', () => {
    fc.assert(
      fc.property(anyOptions, anyMetrics, (options, metrics) => {
        const schedule = reduceOnPlateau(0.1, options);
        for (const metric of metrics) {
          const before = schedule(0);
          schedule.observe(metric);
          expect(schedule(0)).toBeLessThanOrEqual(before);
          expect(schedule(0)).toBeGreaterThanOrEqual(options.minRate ?? 0);
        }
      }),
    );
  });

  it('continues from a state that was converted to JSON, at any point', () => {
    fc.assert(
      fc.property(anyOptions, anyMetrics, anyMetrics, (options, before, after) => {
        const schedule = reduceOnPlateau(0.1, options);
        before.forEach(schedule.observe);
        const resumed = reduceOnPlateau(0.1, options);
        resumed.load(JSON.parse(JSON.stringify(schedule.state())));
        for (const metric of after) {
          schedule.observe(metric);
          resumed.observe(metric);
          expect(resumed.state()).toEqual(schedule.state());
        }
      }),
    );
  });

  it('returns a copy of its state: neither changes with the other', () => {
    const schedule = reduceOnPlateau(0.1);
    const state = schedule.state();
    schedule.observe(1);
    expect(state).toEqual(fresh);
    Object.assign(schedule.state(), { rate: 7 });
    expect(schedule(0)).toBe(0.1);
  });
});

describe('the warning of reduceOnPlateau', () => {
  function warnings(metrics: readonly number[], options: ReduceOnPlateauOptions): string[] {
    const heard: string[] = [];
    const schedule = reduceOnPlateau(0.1, { ...options, onWarning: (message) => heard.push(message) });
    metrics.forEach(schedule.observe);
    return heard;
  }

  it('comes once, at the first best metric below 0 with a relative threshold', () => {
    expect(warnings([0.5, -0.5, -0.6], {})).toEqual([
      'reduceOnPlateau: the best metric is -0.5: below 0 a relative threshold counts an equal metric as ' +
        "better; use thresholdMode 'absolute'.",
    ]);
    expect(warnings([-3, -3], { mode: 'max' })).toHaveLength(1);
  });

  it('does not come if the threshold is absolute or 0, or the best metric is not below 0', () => {
    expect(warnings([-0.5], { thresholdMode: 'absolute' })).toEqual([]);
    expect(warnings([-0.5], { threshold: 0 })).toEqual([]);
    expect(warnings([1, 0.5, 0], {})).toEqual([]);
  });

  it('is true: an equal metric counts as better then', () => {
    const schedule = reduceOnPlateau(0.1, { patience: 0 });
    for (let i = 0; i < 50; i++) schedule.observe(-1);
    expect(schedule(50)).toBe(0.1);
  });
});

describe('reduceOnPlateau refuses', () => {
  const refusals: Record<string, () => unknown> = {
    'rate must be a finite number of at least 0, got -0.1.': () => reduceOnPlateau(-0.1),
    'factor must be below 1, got 1.': () => reduceOnPlateau(0.1, { factor: 1 }),
    'factor must be a finite number of at least 0, got -0.5.': () => reduceOnPlateau(0.1, { factor: -0.5 }),
    'patience must be a whole number of at least 0, got 2.5.': () => reduceOnPlateau(0.1, { patience: 2.5 }),
    'cooldown must be a whole number of at least 0, got -1.': () => reduceOnPlateau(0.1, { cooldown: -1 }),
    'threshold must be a finite number of at least 0, got NaN.': () =>
      reduceOnPlateau(0.1, { threshold: Number.NaN }),
    "threshold must be below 1 when it is relative and mode is 'min', got 1.": () =>
      reduceOnPlateau(0.1, { threshold: 1 }),
    'epsilon must be a finite number of at least 0, got -1e-8.': () =>
      reduceOnPlateau(0.1, { epsilon: -1e-8 }),
    'minRate must be at most the rate, 0.1, got 0.2.': () => reduceOnPlateau(0.1, { minRate: 0.2 }),
    [`mode must be 'min' or 'max', got "auto".`]: () =>
      // @ts-expect-error Keras has this mode
      reduceOnPlateau(0.1, { mode: 'auto' }),
    [`thresholdMode must be 'relative' or 'absolute', got "rel".`]: () =>
      // @ts-expect-error PyTorch's spelling
      reduceOnPlateau(0.1, { thresholdMode: 'rel' }),
    'metric must be a number, got "0.5".': () =>
      // @ts-expect-error a string, as it would come from a log
      reduceOnPlateau(0.1).observe('0.5'),
    "metric must be a number that another can beat in mode 'min', got -Infinity.": () =>
      reduceOnPlateau(0.1).observe(Number.NEGATIVE_INFINITY),
    "metric must be a number that another can beat in mode 'max', got Infinity.": () =>
      reduceOnPlateau(0.1, { mode: 'max' }).observe(Number.POSITIVE_INFINITY),
    'step must be a whole number of at least 0, got -1.': () => reduceOnPlateau(0.1)(-1),
    'state must be what state() gave, got null.': () =>
      // @ts-expect-error a file with nothing in it
      reduceOnPlateau(0.1).load(null),
    'state.rate must be a finite number of at least 0, got undefined.': () =>
      reduceOnPlateau(0.1).load({} as PlateauState),
    'state.best must be a finite number or null, got NaN.': () =>
      reduceOnPlateau(0.1).load({ ...fresh, best: Number.NaN }),
    'state.cooldownLeft must be a whole number of at least 0, got -1.': () =>
      reduceOnPlateau(0.1).load({ ...fresh, cooldownLeft: -1 }),
  };
  for (const [message, call] of Object.entries(refusals)) {
    it(`with the sentence: ${message}`, () => {
      expect(call).toThrow(new ScheduleError(`reduceOnPlateau: ${message}`));
    });
  }

  it('a state without changing anything', () => {
    const schedule = reduceOnPlateau(0.1);
    expect(() => schedule.load({ ...fresh, rate: 7, badObservations: -1 })).toThrow(ScheduleError);
    expect(schedule.state()).toEqual(fresh);
  });
});
