import { valueText } from './option-fault.ts';
import { ScheduleError } from './schedule-error.ts';

export function refuse(op: string, name: string, requirement: string, value: unknown): never {
  throw new ScheduleError(`${op}: ${name} must be ${requirement}, got ${valueText(value)}.`);
}
