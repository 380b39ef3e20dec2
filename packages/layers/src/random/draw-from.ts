import type { Generator } from '@regopt/tensor';
import type { Context } from '../context.ts';
import { requireGenerator } from '../require-generator.ts';

/** The generator of a training pass, or an error that says how to give one. */
export function drawFrom(layer: string, context: Context): Generator {
  return requireGenerator(
    layer,
    'pass forward(x, { training: true, generator: createGenerator(seed) })',
    context,
  );
}
