import { refuse } from './refuse.ts';

/** Each value, under the name that its caller knows it by: `requireNonNegative('cosine', { rate, minRate })`. */
export function requireNonNegative(op: string, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isFinite(value) || (value as number) < 0)
      refuse(op, name, 'a finite number of at least 0', value);
  }
}
