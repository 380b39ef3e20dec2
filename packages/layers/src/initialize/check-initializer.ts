import { type Generator, type OptionKinds, ValueError, valueText } from '@regopt/tensor';
import { requireGenerator } from '../require-generator.ts';
import type { InitializerOptions } from './initializer-options.ts';
import type { KaimingOptions } from './kaiming-options.ts';

/** The generator of an initialiser's options, once these are found to be right. */
export function checkInitializer(
  initializer: string,
  options: { readonly generator?: Generator; readonly gain?: number },
  kinds: OptionKinds<InitializerOptions> | OptionKinds<KaimingOptions>,
): Generator {
  const generator = requireGenerator(
    initializer,
    'pass { generator: createGenerator(seed) }',
    options,
    kinds,
  );
  const { gain = 1 } = options;
  if (!(Number.isFinite(gain) && gain > 0))
    throw new ValueError(`${initializer}: gain is a finite number > 0, got ${valueText(gain)}.`);
  return generator;
}
