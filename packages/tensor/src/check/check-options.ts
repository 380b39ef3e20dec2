import { ValueError } from '../errors.ts';
import { type OptionKinds, optionFault } from './option-fault.ts';

/** Options with their defaults filled in: none is left out, and none is `undefined`. */
export type Filled<Options> = { readonly [Name in keyof Options]-?: Exclude<Options[Name], undefined> };

/**
 * Checks an options object against a table of the allowed kinds of value: a misspelt option, a value of the
 * wrong type, or a promise in place of a value is an error. Ranges are checked where the options are used.
 *
 * @param operation the name of the calling function, for the error
 * @param options the caller's options
 * @param kinds the allowed kinds of value for each option
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
