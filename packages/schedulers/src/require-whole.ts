import { refuse } from './refuse.ts';

/** Each value, under the name that its caller knows it by: `requireWhole('step', { every })`. */
export function requireWhole(op: string, values: Record<string, unknown>, least = 1): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isSafeInteger(value) || (value as number) < least) {
      refuse(op, name, `a whole number of at least ${least}`, value);
    }
  }
}
