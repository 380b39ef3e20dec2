import { type Generator, ValueError } from '@regopt/tensor';

/** The generator that a layer or initialiser was given, or an error that says how to give one. */
export function requireGenerator(
  who: string,
  call: string,
  options: { readonly generator?: Generator },
): Generator {
  if (options?.generator === undefined) {
    throw new ValueError(`${who}: draws random numbers and was given no generator: ${call}.`);
  }
  return options.generator;
}
