import { type Generator, ValueError } from '@regopt/tensor';
import { requireGenerator } from '../require-generator.ts';

/** The generator of an initialiser's options, once these are found to be right. */
export function checkInitializer(
  initializer: string,
  options: { readonly generator?: Generator; readonly gain?: number },
): Generator {
  const { gain = 1 } = options ?? {};
  if (!(Number.isFinite(gain) && gain > 0))
    throw new ValueError(`${initializer}: gain is a finite number > 0, got ${String(gain)}.`);
  return requireGenerator(initializer, `pass { generator: createGenerator(seed) }`, options);
}
