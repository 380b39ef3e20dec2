import { ValueError, valueText } from '@regopt/tensor';

/** Throws ValueError unless each of the named options is a finite number >= 0. */
export function checkNotNegative<Options extends object>(
  rule: string,
  options: Options,
  names: readonly (keyof Options & string)[],
): void {
  for (const name of names) {
    const value: unknown = options[name];
    if (!(typeof value === 'number' && value >= 0 && Number.isFinite(value))) {
      throw new ValueError(`${rule}: ${name} is a finite number >= 0, got ${valueText(value)}.`);
    }
  }
}
