import type { Layer } from '../layer.ts';
import { walk } from './walk.ts';

/**
 * Each layer of a model, the model itself first, and its name: the path of fields to it, which the names of
 * its tensors in the state dict start with. The model's own name is ''. A shared layer appears once, under
 * its first name; `Frozen` has the name of the layer inside it.
 *
 * @throws ValueError when two tensors get the same name, or a field is a tensor computed from parameters.
 * @example
 * ```ts
 * import { layerNames, Linear, Relu, Residual, Sequential } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * const linear = new Linear(4, 4, { generator: createGenerator(1) });
 * [...layerNames(new Sequential(new Residual(linear), new Relu())).values()]; // ['', '0', '0.inner', '1']
 * ```
 */
export function layerNames(model: object): Map<Layer, string> {
  const names = new Map<Layer, string>();
  walk('layerNames', model, (layer, name) => {
    if (!names.has(layer)) names.set(layer, name);
  });
  return names;
}
