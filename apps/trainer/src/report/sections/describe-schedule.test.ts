import { describe, expect, it } from 'vitest';
import { scheduleNames } from '../../training/schedules.ts';
import { sampleConfig } from '../testing/sample-config.ts';
import { describeSchedule } from './describe-schedule.ts';

describe('describeSchedule', () => {
  it('describes the warmup and the schedule of the options', () => {
    const text = describeSchedule(sampleConfig);
    expect(text).toContain('here at most 0.003.');
    expect(text).toContain('It rises linearly over the first 200 steps (warmup)');
    expect(text).toContain('(1 + cos(πt/T))/2');
    expect(
      describeSchedule({ ...sampleConfig, 'schedule.warmupSteps': 0, 'schedule.name': 'plateau' }),
    ).not.toContain('warmup');
  });

  it.each(scheduleNames)('describes the course of %s', (schedule) => {
    expect(describeSchedule({ ...sampleConfig, 'schedule.name': schedule })).toMatch(`${schedule} schedule`);
  });

  it('leaves out options that are not set', () => {
    expect(describeSchedule({})).toBe('The learning rate η is how far each step goes against the gradient.');
  });
});
