import type { Tensor } from '@regopt/tensor';
import { walk } from './walk.ts';

/**
 * The state of a layer: parameters and buffers by PyTorch's state-dict names. The tensors are the layer's
 * own, not copies. A shared tensor appears under each of its names, as in PyTorch.
 *
 * @throws ValueError when two tensors get the same name, or a field is a tensor computed from parameters.
 * @example
 * ```ts
 * import { LayerNorm, stateDict } from '@regopt/layers';
 * [...stateDict({ encoder: [new LayerNorm(4)] }).keys()]; // ['encoder.0.weight', 'encoder.0.bias']
 * ```
 */
export function stateDict(layer: object): Map<string, Tensor> {
  return walk('stateDict', layer);
}
