import { ValueError, valueText } from '@regopt/tensor';

/**
 * Checks an option that may be any number.
 *
 * @param operation the name of the calling function, for the error
 * @param name the option's name, for the error
 * @throws ValueError unless it is a finite number.
 * @example
 * ```ts
 * import { checkFinite } from '@regopt/autograd';
 * checkFinite('elu', 'alpha', 0.5); // passes; Infinity would be an error that names elu and alpha
 * ```
 */
export function checkFinite(operation: string, name: string, value: number): void {
  if (!Number.isFinite(value))
    throw new ValueError(`${operation}: ${name} is a finite number, got ${valueText(value)}.`);
}
