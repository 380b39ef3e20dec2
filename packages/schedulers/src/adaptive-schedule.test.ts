import fc from 'fast-check';
import { expect, it } from 'vitest';
import { duration, rate } from '../test/arbitrary.ts';
import { type AdaptiveSchedule, isAdaptive } from './adaptive-schedule.ts';
import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { linearWarmup } from './linear-warmup.ts';
import { perEpoch } from './per-epoch.ts';
import { type PlateauState, type ReduceOnPlateauOptions, reduceOnPlateau } from './reduce-on-plateau.ts';
import { sequential } from './sequential.ts';

it('a schedule is adaptive if it has observe, state and load; other values are not', () => {
  expect(isAdaptive(reduceOnPlateau(0.1))).toBe(true);
  for (const other of [constant(0.1), null, undefined, 0.1]) expect(isAdaptive(other as never)).toBe(false);
});

type Adaptive = AdaptiveSchedule<PlateauState>;

const plateau = fc.record<ReduceOnPlateauOptions & { rate: number }>({
  rate: fc.double({ min: 1e-3, max: 1, noNaN: true }),
  mode: fc.constantFrom('min', 'max'),
  factor: fc.double({ min: 0, max: 0.9, noNaN: true }),
  patience: fc.nat(2),
  threshold: fc.constantFrom(0, 1e-4, 0.1),
  thresholdMode: fc.constantFrom('relative', 'absolute'),
  cooldown: fc.nat(2),
  minRate: fc.constantFrom(0, 1e-4),
  epsilon: fc.constantFrom(0, 1e-8, 1e-2),
});

/** What may stand around an adaptive schedule. */
const wrapper = fc.oneof(
  fc.nat(9).map((steps) => (inner: Adaptive) => linearWarmup(inner, { steps: steps, from: 0.01 })),
  fc.integer({ min: 1, max: 7 }).map((epoch) => (inner: Adaptive) => perEpoch(inner, epoch)),
  fc.tuple(rate, duration, fc.integer({ min: 1, max: 9 })).map(
    ([start, steps, end]) =>
      (inner: Adaptive) =>
        sequential([cosine(start, { steps }), inner], [end]),
  ),
);

const metrics = fc.array(
  fc.oneof(fc.double({ min: -2, max: 2, noNaN: true }), fc.constantFrom(0.5, 1, Number.NaN)),
  { maxLength: 25 },
);

it('a run that stops after any observation goes on with the same rates, whatever wraps the schedule', () => {
  fc.assert(
    fc.property(
      plateau,
      fc.array(wrapper, { maxLength: 3 }),
      metrics,
      metrics,
      metrics,
      ({ rate, ...options }, wrappers, before, after, other) => {
        const create = () => wrappers.reduce((inner, wrap) => wrap(inner), reduceOnPlateau(rate, options));
        const rates = (schedule: Adaptive) => Array.from({ length: 40 }, (_, step) => schedule(step));
        const schedule = create();
        const resumed = create();
        for (const metric of before) schedule.observe(metric);
        // The schedule that goes on may have seen something else.
        for (const metric of other) resumed.observe(metric);
        resumed.load(JSON.parse(JSON.stringify(schedule.state())));
        expect(rates(resumed)).toEqual(rates(schedule));
        for (const metric of after) {
          schedule.observe(metric);
          resumed.observe(metric);
          expect(rates(resumed)).toEqual(rates(schedule));
        }
        // As text: a best metric of -0 is 0 in JSON, and decides the same.
        expect(JSON.stringify(resumed.state())).toBe(JSON.stringify(schedule.state()));
      },
    ),
  );
});
