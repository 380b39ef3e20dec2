import type { Tensor } from '@regopt/tensor';
import { walk } from './walk.ts';

/**
 * The buffers of a layer by PyTorch's names: tensors that are saved with it and not trained, such as running
 * statistics.
 *
 * @example
 * ```ts
 * import { BatchNorm1d, namedBuffers } from '@regopt/layers';
 * [...namedBuffers(new BatchNorm1d(8)).keys()]; // ['running_mean', 'running_var', 'num_batches_tracked']
 * ```
 */
export function namedBuffers(layer: object): Map<string, Tensor> {
  const held = walk('namedBuffers', layer).filter(({ tensor }) => !tensor.requiresGrad);
  return new Map(held.map(({ name, tensor }) => [name, tensor]));
}
