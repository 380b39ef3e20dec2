import { type DType, readSafetensors } from '@regopt/tensor';
import { type LoadedStateDict, type LoadStateDictOptions, loadEntries } from './load-entries.ts';

/**
 * Loads a safetensors file, ours or one that PyTorch's users saved, into a layer as `loadStateDict` does. A shared tensor
 * that `safetensors.torch.save_model` wrote once is there under all its names, which that function puts into the metadata.
 *
 * @throws FormatError for bytes that are no such file; DTypeError for a tensor of the layer whose dtype in the file is not read,
 *   as F8_E4M3; else as `loadStateDict`. The layer is then as it was.
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
  const { tensors, metadata, unsupported } = readSafetensors(bytes);
  const named = new Map(tensors);
  // An error where the layer needs one, by its dtype; else a name like others.
  for (const [name, dtype] of unsupported)
    named.set(name, { dtype: dtype as DType, shape: [], data: new Uint8Array(0) });
  for (const [alias, name] of metadata) {
    const entry = tensors.get(name);
    if (entry !== undefined && !named.has(alias)) named.set(alias, entry);
  }
  return loadEntries('loadSafetensors', layer, named, options);
}
