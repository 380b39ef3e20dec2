import { type Layer, layerNames, stateDict } from '@regopt/layers';
import type { Tensor } from '@regopt/tensor';

/** The place of a tensor in a model. */
export interface OwnTensor {
  /** Its first name in the state dict. */
  readonly name: string;
  /** The innermost layer that holds it. */
  readonly layer: Layer;
}

/** The parameters and buffers of a model, a shared one once. */
export function ownTensors(model: Layer): Map<Tensor, OwnTensor> {
  // Inner layers first, so that the first name that fits is that of the innermost.
  const layers = [...layerNames(model)].reverse();
  const tensors = new Map<Tensor, OwnTensor>();
  for (const [name, tensor] of stateDict(model)) {
    const [layer] = layers.find(([, start]) => start === '' || name.startsWith(`${start}.`))!;
    if (!tensors.has(tensor)) tensors.set(tensor, { name, layer });
  }
  return tensors;
}
