import type { Tensor } from '@regopt/tensor';
import { heldOnce } from './held-once.ts';

/**
 * The buffers of a layer by PyTorch's names: tensors that are saved but not trained, such as running
 * statistics. A shared buffer appears once, under its first name.
 *
 * @example
 * ```ts
 * import { BatchNorm1d, namedBuffers } from '@regopt/layers';
 * [...namedBuffers(new BatchNorm1d(8)).keys()]; // ['running_mean', 'running_var', 'num_batches_tracked']
 * ```
 */
export function namedBuffers(layer: object): Map<string, Tensor> {
  return heldOnce('namedBuffers', layer, false);
}
