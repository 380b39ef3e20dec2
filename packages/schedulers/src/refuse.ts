import { ScheduleError } from './schedule-error.ts';

function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  return Array.isArray(value) ? `[${value.map(show).join(', ')}]` : String(value);
}

export function refuse(op: string, name: string, requirement: string, value: unknown): never {
  throw new ScheduleError(`${op}: ${name} must be ${requirement}, got ${show(value)}.`);
}
