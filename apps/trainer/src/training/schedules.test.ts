import { describe, expect, it } from 'vitest';
import type { Config } from '../config.ts';
import { mnistMlp } from '../recipes/mnist-mlp.ts';
import { makeSchedule, scheduleNames } from './schedules.ts';

const config = (options: Partial<Config>): Config => ({
  recipe: 'mnist-mlp',
  ...mnistMlp.defaults,
  seed: 0,
  dataDir: null,
  portable: false,
  compile: true,
  threads: null,
  learningRate: 0.1,
  epochs: 9,
  warmupSteps: 0,
  ...options,
});

describe('the schedule of a run', () => {
  it.each(scheduleNames)('%s starts at the learning rate', (schedule) => {
    expect(makeSchedule(config({ schedule }), 10)(0)).toBeCloseTo(0.1, 12);
  });

  it.each(scheduleNames)(
    '%s can have a warmup, which rises to the learning rate in so many steps',
    (schedule) => {
      const rate = makeSchedule(config({ schedule, warmupSteps: 4 }), 10);
      expect([0, 1, 2, 3, 4].map(rate)).toEqual(
        [0.02, 0.04, 0.06, 0.08, 0.1].map((value) => expect.closeTo(value, 12)),
      );
    },
  );

  it('cosine reaches 0 with the last step, warmup included', () => {
    expect(makeSchedule(config({ schedule: 'cosine', warmupSteps: 20 }), 10)(90)).toBeCloseTo(0, 12);
  });

  it('step falls to a tenth at each third of the epochs', () => {
    const rate = makeSchedule(config({ schedule: 'step' }), 10);
    expect([29, 30, 60].map(rate)).toEqual([0.1, 0.01, 0.001].map((value) => expect.closeTo(value, 12)));
  });

  it('exponential falls once an epoch, to a hundredth over the run', () => {
    const rate = makeSchedule(config({ schedule: 'exponential' }), 10);
    expect(rate(9)).toBe(rate(0));
    expect(rate(10)).toBeLessThan(rate(9));
    expect(rate(90)).toBeCloseTo(0.001, 12);
  });
});
