import {
  type LoadedStateDict,
  type LoadStateDictOptions,
  loadEntries,
  type StateValues,
} from './load-entries.ts';

/**
 * Copies values into a layer's parameters and buffers by name. Floats are rounded to the layer's dtype.
 * Everything is checked first: after an error the layer is unchanged. For a shared tensor one of its names is
 * enough. Batch normalization may lack `num_batches_tracked`, as in old checkpoints: it then keeps its count.
 *
 * @throws ValueError that lists missing and unexpected names, and the prefix to strip if that is the only
 *   fault, or a number that the layer's dtype cannot represent, such as 1e300 in f32; ShapeError that lists
 *   tensors with both shapes; DTypeError for integers where the layer has floats, and vice versa.
 * @example
 * ```ts
 * import { Linear, loadStateDict, stateDict } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * const trained = new Linear(4, 8, { generator: createGenerator(1) });
 * const model = new Linear(4, 8, { generator: createGenerator(2) });
 * loadStateDict(model, stateDict(trained)).missing; // []
 * model.weight.toArray()[0] === trained.weight.toArray()[0]; // true
 * const wrapped = stateDict({ module: trained }); // module.weight, module.bias
 * loadStateDict(model, wrapped, { rename: 'module.' }).unexpected; // []
 * ```
 */
export function loadStateDict(
  layer: object,
  state: StateValues,
  options: LoadStateDictOptions = {},
): LoadedStateDict {
  return loadEntries('loadStateDict', layer, state, options);
}
