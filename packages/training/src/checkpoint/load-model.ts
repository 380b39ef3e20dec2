import { loadSafetensors } from '@regopt/layers';
import { readSafetensors, type SafetensorsFile, ValueError, valueText } from '@regopt/tensor';
import { reserved } from '../session/reserved-names.ts';
import { decodeCheckpoint, hasChecksum } from './checkpoint-file.ts';

/**
 * Loads the weights and buffers of a checkpoint into a model, and leaves out the rest of the training's
 * state. It takes other safetensors files too, such as one of PyTorch.
 *
 * @param file the file's bytes, whose checksum is checked if it has one, or a file that was read
 * @throws FormatError for bytes that were cut off or changed; ValueError for what is no file; else as
 *   `loadSafetensors`. The model is unchanged after an error.
 * @example
 * ```ts
 * import { Linear, stateDict } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * import { encodeCheckpoint, loadModel } from '@regopt/training';
 * const generator = createGenerator(1);
 * const bytes = encodeCheckpoint({ tensors: stateDict(new Linear(4, 2, { generator })) });
 * loadModel(new Linear(4, 2, { generator }), bytes);
 * ```
 */
export function loadModel(model: object, file: Uint8Array | SafetensorsFile): void {
  if (file instanceof Uint8Array) {
    loadModel(model, hasChecksum(file) ? decodeCheckpoint(file, 'the file') : readSafetensors(file));
    return;
  }
  if (!(file?.tensors instanceof Map))
    throw new ValueError(`loadModel: a file is a Uint8Array, or one that was read, got ${valueText(file)}.`);
  const weights = [...file.tensors].filter(([name]) => !name.startsWith(reserved));
  loadSafetensors(model, { ...file, tensors: new Map(weights) });
}
