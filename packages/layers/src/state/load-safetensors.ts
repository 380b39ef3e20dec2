import { type DType, readSafetensors, type SafetensorsFile } from '@regopt/tensor';
import { type LoadedStateDict, type LoadStateDictOptions, loadEntries } from './load-entries.ts';

/**
 * Loads a safetensors file, saved by this package or from PyTorch, into a layer, like `loadStateDict`. A
 * shared tensor that `safetensors.torch.save_model` wrote once is found under all its names, which that
 * function stores in the metadata.
 *
 * @param file its bytes, or what `readSafetensors` made of them
 * @throws FormatError for bytes that are not a safetensors file; DTypeError for a tensor of the layer whose
 *   dtype in the file is unsupported, such as F8_E4M3; else like `loadStateDict`. The layer is unchanged
 *   after an error.
 * @example
 * ```ts
 * import { LayerNorm, loadSafetensors, saveSafetensors } from '@regopt/layers';
 * const bytes = saveSafetensors(new LayerNorm(8));
 * loadSafetensors(new LayerNorm(8), bytes).unexpected; // []
 * ```
 */
export function loadSafetensors(
  layer: object,
  file: Uint8Array | SafetensorsFile,
  options: LoadStateDictOptions = {},
): LoadedStateDict {
  const { tensors, metadata, unsupported } = isRead(file) ? file : readSafetensors(file);
  const named = new Map(tensors);
  // If the layer needs one, its dtype causes the error; otherwise it is an unexpected name like others.
  for (const [name, dtype] of unsupported)
    named.set(name, { dtype: dtype as DType, shape: [], data: new Uint8Array(0) });
  for (const [alias, name] of metadata) {
    const entry = tensors.get(name);
    if (entry !== undefined && !named.has(alias)) named.set(alias, entry);
  }
  return loadEntries('loadSafetensors', layer, named, options);
}

const isRead = (file: Uint8Array | SafetensorsFile): file is SafetensorsFile =>
  typeof file === 'object' && file !== null && 'tensors' in file;
