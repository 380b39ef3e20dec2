import { refuse } from './refuse.ts';

export function requireSchedule(op: string, name: string, value: unknown): void {
  if (typeof value !== 'function') refuse(op, name, 'a schedule, (step) => rate', value);
}
