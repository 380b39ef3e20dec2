import type { Tensor } from '@regopt/tensor';
import { walk } from './walk.ts';

/**
 * All that a layer must keep: parameters and buffers by PyTorch's state-dict names. The tensors are the layer's own, not
 * copies. (PyTorch lists a shared tensor under each of its names, this function under the first.)
 *
 * @example
 * ```ts
 * import { LayerNorm, stateDict } from '@regopt/layers';
 * [...stateDict({ encoder: [new LayerNorm(4)] }).keys()]; // ['encoder.0.weight', 'encoder.0.bias']
 * ```
 */
export function stateDict(layer: object): Map<string, Tensor> {
  return new Map(walk('stateDict', layer).map(({ name, tensor }) => [name, tensor]));
}
