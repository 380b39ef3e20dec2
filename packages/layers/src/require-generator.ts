import { type Generator, ValueError, valueText } from '@regopt/tensor';

/** The generator that a layer or initialiser was given, or an error that says how to give one. */
export function requireGenerator(
  who: string,
  call: string,
  options: { readonly generator?: Generator },
): Generator {
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
