import { describe, expect, expectTypeOf, it } from 'vitest';
import { createNamed, type Named } from '../test/create-named.ts';
import { describeSchedule } from '../test/describe-schedule.ts';
import type { AdaptiveSchedule } from './adaptive-schedule.ts';
import { isAdaptive } from './adaptive-schedule.ts';
import { constant } from './constant.ts';
import { exponential } from './exponential.ts';
import { linear } from './linear.ts';
import { linearWarmup } from './linear-warmup.ts';
import type { PlateauState } from './reduce-on-plateau.ts';
import { reduceOnPlateau } from './reduce-on-plateau.ts';
import type { Schedule } from './schedule.ts';
import { sequential } from './sequential.ts';

const plain = constant(0.1);

describeSchedule('sequential', {
  create: ({
    rate,
    parts,
    milestones,
  }: {
    rate: number;
    parts: Omit<Named, 'rate'>[];
    milestones: number[];
  }) =>
    sequential(
      parts.map((part) => createNamed({ ...part, rate })),
      milestones,
    ),
  refuses: {
    'sequential: there must be one milestone fewer than schedules, got 2 schedules and 2 milestones.': () =>
      sequential([plain, plain], [10, 20]),
    'sequential: there must be one milestone fewer than schedules, got 0 schedules and 0 milestones.': () =>
      sequential([], []),
    'sequential: milestones must be strictly increasing, got [20, 10].': () =>
      sequential([plain, plain, plain], [20, 10]),
    'sequential: milestones[0] must be a whole number of at least 1, got 0.': () =>
      sequential([plain, plain], [0]),
    'sequential: schedules must be an array of schedules, got null.': () => sequential(null as never, []),
    'sequential: schedules[1] must be a schedule, (step) => rate, got 0.1.': () =>
      // @ts-expect-error a rate is not a schedule
      sequential([plain, 0.1], [10]),
    'sequential: at most one schedule can be adaptive, got 2.': () =>
      sequential([reduceOnPlateau(0.1), reduceOnPlateau(0.1)], [10]),
  },
});

describe('a sequence', () => {
  it('of one schedule is equal to that schedule', () => {
    const schedule = sequential([exponential(1, { gamma: 0.5 })], []);
    expect([0, 1, 2].map(schedule)).toEqual([1, 0.5, 0.25]);
  });

  it('of a line and any schedule is a linear warmup', () => {
    const after = exponential(0.3, { gamma: 0.9 });
    const sequence = sequential([linear(0.01, { to: 0.3, steps: 7 }), after], [7]);
    const warmed = linearWarmup(after, { steps: 7, from: 0.01 });
    for (let step = 0; step < 30; step++) expect(sequence(step)).toBe(warmed(step));
  });

  it('that ends with a plateau is adaptive, for the compiler too', () => {
    const schedule = sequential([plain, reduceOnPlateau(0.2, { patience: 0, factor: 0.5 })], [10]);
    expectTypeOf(schedule).toEqualTypeOf<AdaptiveSchedule<PlateauState>>();
    schedule.observe(1);
    schedule.observe(1);
    expect([9, 10].map(schedule)).toEqual([0.1, 0.1]);
    expect(schedule.state().rate).toBe(0.1);
  });

  it('with a plateau before its end is adaptive too', () => {
    const schedule: Schedule = sequential([reduceOnPlateau(0.2), plain], [10]);
    expect(isAdaptive(schedule)).toBe(true);
  });

  it('of plain schedules is not adaptive', () => {
    expect(isAdaptive(sequential([plain, plain], [10]))).toBe(false);
  });

  it('ignores later changes of the array', () => {
    const parts = [plain, plain];
    const schedule = sequential(parts, [10]);
    parts[0] = constant(7);
    expect(schedule(0)).toBe(0.1);
  });
});
