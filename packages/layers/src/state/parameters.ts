import type { Tensor } from '@regopt/tensor';
import { namedParameters } from './named-parameters.ts';

/**
 * The parameters of a layer, as {@link namedParameters} finds them, without their names.
 *
 * @example
 * ```ts
 * import { Linear, parameters } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * parameters(new Linear(4, 8, { generator: createGenerator(1) })).map((each) => each.size); // [32, 8]
 * ```
 */
export function parameters(layer: object): Tensor[] {
  return [...namedParameters(layer).values()];
}
