import { ValueError } from '../errors.ts';
import { type OptionKinds, optionFault } from './option-fault.ts';

/**
 * Checks an options object against the table of what it may hold: a misspelt option, a value of the wrong type, or a promise
 * in place of its value is an error. Ranges are checked where the options are used.
 *
 * @param operation who asks, for the error
 * @param options what the caller gave
 * @param kinds the table: for each option the kinds of value that it takes
 * @throws ValueError that names the option and the nearest known one.
 * @example
 * ```ts
 * import { checkOptions, type OptionKinds } from '@regopt/tensor';
 * interface BlurOptions {
 *   readonly radius?: number;
 *   readonly mode?: 'same' | 'valid';
 * }
 * const blurOptions: OptionKinds<BlurOptions> = { radius: 'number', mode: 'string' };
 * checkOptions('blur', { radius: 2 }, blurOptions); // { raduis: 2 } throws: did you mean "radius"?
 * ```
 */
export function checkOptions<Options>(
  operation: string,
  options: Options,
  kinds: OptionKinds<Options>,
): void {
  const fault = optionFault(options, kinds);
  if (fault !== undefined) throw new ValueError(`${operation}: ${fault}.`);
}
