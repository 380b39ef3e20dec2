import { nearestName, valueText } from '@regopt/tensor';

/** An error in the user's input: only the message is printed, and the exit code is 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** `unknown optimizer "Lion"; did you mean "lion"? Known: sgd, adam, adamw, lion` */
export function unknownName(kind: string, name: unknown, known: readonly string[]): string {
  const meant = nearestName(String(name), known);
  const hint = meant === undefined ? '; known' : `; did you mean "${meant}"? Known`;
  return `unknown ${kind} ${valueText(name)}${hint}: ${known.join(', ')}`;
}
