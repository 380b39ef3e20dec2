import fc from 'fast-check';
import { expect, it } from 'vitest';
import { duration, moment } from '../test/arbitrary.ts';
import { createNamed, type Named } from '../test/create-named.ts';
import { describeSchedule } from '../test/describe-schedule.ts';
import { isAdaptive } from './adaptive-schedule.ts';
import { constant } from './constant.ts';
import { exponential } from './exponential.ts';
import { perEpoch } from './per-epoch.ts';
import { reduceOnPlateau } from './reduce-on-plateau.ts';

describeSchedule('perEpoch', {
  create: (golden: Named & { stepsPerEpoch: number }) => perEpoch(createNamed(golden), golden.stepsPerEpoch),
  refuses: {
    'perEpoch: stepsPerEpoch must be a whole number of at least 1, got 0.': () => perEpoch(constant(0.1), 0),
    'perEpoch: stepsPerEpoch must be a whole number of at least 1, got 468.75.': () =>
      perEpoch(constant(0.1), 60_000 / 128),
    'perEpoch: schedule must be a schedule, (step) => rate, got undefined.': () =>
      // @ts-expect-error no schedule at all
      perEpoch(undefined, 10),
  },
});

it('perEpoch is constant within an epoch, and follows the schedule from epoch to epoch', () => {
  fc.assert(
    fc.property(duration, moment, fc.nat(), (stepsPerEpoch, epoch, draw) => {
      const schedule = exponential(1, { gamma: 0.999 });
      const inside = epoch * stepsPerEpoch + (draw % stepsPerEpoch);
      expect(perEpoch(schedule, stepsPerEpoch)(inside)).toBe(schedule(epoch));
    }),
  );
});

it('perEpoch of a plateau is adaptive, of a plain schedule it is not', () => {
  expect(isAdaptive(perEpoch(constant(0.1), 10))).toBe(false);
  const schedule = perEpoch(reduceOnPlateau(0.4, { patience: 0, factor: 0.5 }), 10);
  schedule.observe(1);
  schedule.observe(1);
  expect(schedule(0)).toBe(0.2);
});
