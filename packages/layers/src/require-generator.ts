import { checkOptions, type Generator, type OptionKinds, ValueError, valueText } from '@regopt/tensor';

/** The generator of options that were checked against `kinds`, or an error that says how to give one. */
export function requireGenerator(
  who: string,
  call: string,
  options: { readonly generator?: Generator },
  kinds?: OptionKinds<object>,
): Generator {
  // First, as it knows a misspelt generator.
  if (kinds !== undefined && options !== undefined) checkOptions<object>(who, options, kinds);
  if (options?.generator === undefined) {
    throw new ValueError(`${who}: draws random numbers and was given no generator: ${call}.`);
  }
  const { generator } = options;
  if (typeof generator?.fork !== 'function') {
    throw new ValueError(
      `${who}: generator is what createGenerator(seed) gives, got ${valueText(generator)}.`,
    );
  }
  return generator;
}
