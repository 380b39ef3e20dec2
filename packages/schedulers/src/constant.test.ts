import fc from 'fast-check';
import { expect, it } from 'vitest';
import { moment, rate } from '../test/arbitrary.ts';
import { describeSchedule, type Given } from '../test/describe-schedule.ts';
import { type ConstantOptions, constant } from './constant.ts';

describeSchedule('constant', {
  create: ({ rate, options }: Given<ConstantOptions>) => constant(rate, options),
  refuses: {
    'constant: rate must be a finite number of at least 0, got -0.1.': () => constant(-0.1),
    'constant: rate must be a finite number of at least 0, got NaN.': () => constant(Number.NaN),
    'constant: factor must be a finite number of at least 0, got -1.': () =>
      constant(0.1, { factor: -1, steps: 5 }),
    'constant: factor must be at most 1, got 3.': () => constant(0.1, { factor: 3, steps: 5 }),
    'constant: steps must be a whole number of at least 1, got 0.': () =>
      constant(0.1, { factor: 0.5, steps: 0 }),
    'constant: rate must be a finite number of at least 0, got "0.1".': () =>
      // @ts-expect-error a string, as it would come from a form
      constant('0.1'),
  },
});

it('constant without options is the rate itself at every step', () => {
  fc.assert(
    fc.property(rate, moment, (rate, step) => {
      expect(constant(rate)(step)).toBe(rate);
    }),
  );
});
