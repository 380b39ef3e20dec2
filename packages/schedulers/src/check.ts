import { type OptionKinds, optionFault, valueText } from './option-fault.ts';

export type { OptionKinds };

/** Thrown for an invalid option, step, metric or saved state; the message names it and its value. */
export class ScheduleError extends RangeError {
  override readonly name = 'ScheduleError';
}

/**
 * Refuses options that are not an object, a misspelt option, and a value of the wrong type or a promise of
 * one.
 */
export function checkOptions<Options>(op: string, options: Options, kinds: OptionKinds<Options>): void {
  const fault = optionFault(options, kinds);
  if (fault !== undefined) throw new ScheduleError(`${op}: ${fault}.`);
}

export function refuse(op: string, name: string, requirement: string, value: unknown): never {
  throw new ScheduleError(`${op}: ${name} must be ${requirement}, got ${valueText(value)}.`);
}

/** Checks each value by its name in the error: `requireNonNegative('cosine', { rate, minRate })`. */
export function requireNonNegative(op: string, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isFinite(value) || (value as number) < 0)
      refuse(op, name, 'a finite number of at least 0', value);
  }
}

/** Checks each value by its name in the error: `requireWhole('step', { every })`. */
export function requireWhole(op: string, values: Record<string, unknown>, least = 1): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isSafeInteger(value) || (value as number) < least) {
      refuse(op, name, `a whole number of at least ${least}`, value);
    }
  }
}

export function requireOneOf(op: string, name: string, value: unknown, allowed: readonly string[]): void {
  if (!allowed.includes(value as string))
    refuse(op, name, allowed.map((word) => `'${word}'`).join(' or '), value);
}

export function requireSchedule(op: string, name: string, value: unknown): void {
  if (typeof value !== 'function') refuse(op, name, 'a schedule, (step) => rate', value);
}

/** Returns a copy, so that later changes of the caller's array do not move the milestones. */
export function requireMilestones(op: string, milestones: readonly number[]): readonly number[] {
  if (!Array.isArray(milestones)) refuse(op, 'milestones', 'an array of steps', milestones);
  milestones.forEach((milestone, i) => {
    requireWhole(op, { [`milestones[${i}]`]: milestone });
    const before = milestones[i - 1];
    if (before !== undefined && milestone <= before)
      refuse(op, 'milestones', 'strictly increasing', milestones);
  });
  return [...milestones];
}
