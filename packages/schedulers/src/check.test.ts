import { expect, it } from 'vitest';
import { cosine, ScheduleError } from './index.ts';

it('names required options if none are given', () => {
  expect(() => (cosine as (rate: number) => unknown)(0.1)).toThrow(
    new ScheduleError('cosine: options are an object of steps, minRate, got undefined.'),
  );
});
