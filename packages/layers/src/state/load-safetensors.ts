import { readSafetensors } from '@regopt/tensor';
import { type LoadedStateDict, type LoadStateDictOptions, loadStateDict } from './load-state-dict.ts';

/**
 * Loads a safetensors file, ours or one that PyTorch's users saved, into a layer by {@link loadStateDict}. A shared tensor
 * that `safetensors.torch.save_model` wrote once is there under all its names, which that function puts into the metadata.
 *
 * @throws FormatError for bytes that are no such file; else as `loadStateDict`. The layer is then as it was.
 * @example
 * ```ts
 * import { LayerNorm, loadSafetensors, saveSafetensors } from '@regopt/layers';
 * const bytes = saveSafetensors(new LayerNorm(8));
 * loadSafetensors(new LayerNorm(8), bytes).unexpected; // []
 * ```
 */
export function loadSafetensors(
  layer: object,
  bytes: Uint8Array,
  options: LoadStateDictOptions = {},
): LoadedStateDict {
  const { tensors, metadata } = readSafetensors(bytes);
  const named = new Map(tensors);
  for (const [alias, name] of metadata) {
    const entry = tensors.get(name);
    if (entry !== undefined && !named.has(alias)) named.set(alias, entry);
  }
  return loadStateDict(layer, named, options);
}
