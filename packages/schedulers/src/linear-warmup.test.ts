import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import plateauGoldens from '../../../tools/goldens/schedulers/linear-warmup-reduce-on-plateau.json' with {
  type: 'json',
};
import { duration, moment, rate } from '../test/arbitrary.ts';
import { createNamed, type Named } from '../test/create-named.ts';
import { describeSchedule } from '../test/describe-schedule.ts';
import { expectRates } from '../test/expect-rates.ts';
import { isAdaptive } from './adaptive-schedule.ts';
import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { type LinearWarmupOptions, linearWarmup } from './linear-warmup.ts';
import { perEpoch } from './per-epoch.ts';
import { type ReduceOnPlateauOptions, reduceOnPlateau } from './reduce-on-plateau.ts';

describeSchedule('linearWarmup', {
  create: (golden: Named & { warmup: LinearWarmupOptions }) =>
    linearWarmup(createNamed(golden), golden.warmup),
  refuses: {
    'linearWarmup: schedule must be a schedule, (step) => rate, got 0.1.': () =>
      // @ts-expect-error a rate is not a schedule
      linearWarmup(0.1, { steps: 5 }),
    'linearWarmup: steps must be a whole number of at least 0, got -1.': () =>
      linearWarmup(constant(0.1), { steps: -1 }),
    'linearWarmup: from must be a finite number of at least 0, got -1.': () =>
      linearWarmup(constant(0.1), { steps: 5, from: -1 }),
  },
});

describe('linearWarmup before a plateau', () => {
  plateauGoldens.cases.forEach(({ rate, options, warmup, metrics, rates }, i) => {
    it(`has the rates of the usual loop written in PyTorch, case ${i}`, () => {
      const schedule = linearWarmup(reduceOnPlateau(rate, options as ReduceOnPlateauOptions), warmup);
      const actual = rates.map((_, step) => {
        const now = schedule(step);
        if (step >= warmup.steps) schedule.observe(metrics[step - warmup.steps]!);
        return now;
      });
      expectRates(actual, rates);
    });
  });

  it('is adaptive, but not before a plain schedule', () => {
    expect(isAdaptive(linearWarmup(reduceOnPlateau(0.1), { steps: 5 }))).toBe(true);
    expect(isAdaptive(linearWarmup(constant(0.1), { steps: 5 }))).toBe(false);
  });

  it('rises to the rate that the metric has led to', () => {
    const schedule = linearWarmup(reduceOnPlateau(0.4, { patience: 0, factor: 0.5 }), { steps: 4 });
    schedule.observe(1);
    expect([0, 2, 4].map(schedule)).toEqual([0, 0.2, 0.4]);
    schedule.observe(1);
    expect([0, 2, 4].map(schedule)).toEqual([0, 0.1, 0.2]);
  });

  it('saves and loads the state of the plateau, through every wrapper', () => {
    const create = () => linearWarmup(perEpoch(reduceOnPlateau(0.4, { patience: 0 }), 10), { steps: 4 });
    const schedule = create();
    for (const metric of [3, 2, 2]) schedule.observe(metric);
    expect(schedule.state()).toEqual({ rate: 0.4 * 0.1, best: 2, badObservations: 0, cooldownLeft: 0 });
    const resumed = create();
    resumed.load(schedule.state());
    expect(resumed(100)).toBe(0.4 * 0.1);
  });
});

describe('the ramp', () => {
  it('starts at `from`, default 0, and ends at the first rate of the schedule', () => {
    fc.assert(
      fc.property(rate, rate, duration, (rate, from, steps) => {
        const schedule = linearWarmup(cosine(rate, { steps: 10 }), { steps, from });
        expect(schedule(0)).toBe(from);
        expect(schedule(steps)).toBe(rate);
        expect(Math.abs(rate - schedule(steps - 1) - (rate - from) / steps)).toBeLessThanOrEqual(
          1e-15 * Math.max(rate, from),
        );
        expect(linearWarmup(cosine(rate, { steps: 10 }), { steps })(0)).toBe(0);
      }),
    );
  });

  it('is followed by the schedule from its own step 0', () => {
    fc.assert(
      fc.property(rate, duration, duration, moment, (rate, steps, length, later) => {
        const after = cosine(rate, { steps: length });
        expect(linearWarmup(after, { steps })(steps + later)).toBe(after(later));
      }),
    );
  });

  it('of 0 steps leaves the schedule as it is, whatever `from`, an adaptive one too', () => {
    fc.assert(
      fc.property(rate, rate, duration, moment, (rate, from, length, step) => {
        const after = cosine(rate, { steps: length });
        expect(linearWarmup(after, { steps: 0, from })(step)).toBe(after(step));
      }),
    );
    const schedule = linearWarmup(reduceOnPlateau(0.4, { patience: 0, factor: 0.5 }), { steps: 0 });
    for (const metric of [1, 1]) schedule.observe(metric);
    expect([0, 1].map(schedule)).toEqual([0.2, 0.2]);
  });

  it('accepts a schedule of the caller', () => {
    const schedule = linearWarmup((step) => 1 / (step + 1), { steps: 2 });
    expect([0, 1, 2, 3].map(schedule)).toEqual([0, 0.5, 1, 0.5]);
  });
});
