import { refuse } from './refuse.ts';

export function requireOneOf(op: string, name: string, value: unknown, allowed: readonly string[]): void {
  if (!allowed.includes(value as string))
    refuse(op, name, allowed.map((word) => `'${word}'`).join(' or '), value);
}
