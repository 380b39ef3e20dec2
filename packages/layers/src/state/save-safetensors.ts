import { writeSafetensors } from '@regopt/tensor';
import { stateDict } from './state-dict.ts';

export interface SaveSafetensorsOptions {
  /** Text to keep beside the tensors. Default `{ format: 'pt' }`, which PyTorch's own tools ask for. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * The state of a layer as the bytes of a safetensors file, with PyTorch's names, so that
 * `model.load_state_dict(safetensors.torch.load(bytes))` takes it. `num_batches_tracked` is an I32, which PyTorch copies
 * into its I64.
 *
 * @example
 * ```ts
 * import { Linear, saveSafetensors } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * const bytes = saveSafetensors(new Linear(4, 8, { generator: createGenerator(1) })); // to a file of your choice
 * ```
 */
export function saveSafetensors(
  layer: object,
  options: SaveSafetensorsOptions = {},
): Uint8Array<ArrayBuffer> {
  const { metadata = { format: 'pt' } } = options;
  return writeSafetensors({ tensors: stateDict(layer), metadata: new Map(Object.entries(metadata)) });
}
