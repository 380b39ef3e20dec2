import { checkOptions, type OptionKinds, writeSafetensors } from '@regopt/tensor';
import { type Rename, renamed } from './rename.ts';
import { stateDict } from './state-dict.ts';

export interface SaveSafetensorsOptions {
  /** Text stored with the tensors. Default `{ format: 'pt' }`, which PyTorch's own tools require. */
  readonly metadata?: Readonly<Record<string, string>> | ReadonlyMap<string, string> | undefined;
  /** Maps a name of the layer to one of the file: a function, or a prefix to strip. */
  readonly rename?: Rename | undefined;
}

const optionKinds: OptionKinds<SaveSafetensorsOptions> = { metadata: 'object', rename: 'function|string' };

/**
 * The state of a layer as the bytes of a safetensors file, with PyTorch's names, for
 * `model.load_state_dict(safetensors.torch.load(bytes))`. For that a shared tensor is written under each of
 * its names (`safetensors.torch.load_model`, which expects one of them, reads the file with `strict=False`).
 * `num_batches_tracked` is an I32, which PyTorch copies into its I64.
 *
 * @throws ValueError for a rename that gives two tensors the same name.
 * @example
 * ```ts
 * import { Linear, saveSafetensors } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * const head = new Linear(4, 8, { generator: createGenerator(1) });
 * const bytes = saveSafetensors(head); // to a file of your choice
 * saveSafetensors(head, { rename: (name) => `head.${name}` }); // head.weight, head.bias
 * ```
 */
// The result is a Uint8Array<ArrayBuffer>, a type that TypeScript before 5.7 cannot express.
export function saveSafetensors(
  layer: object,
  options: SaveSafetensorsOptions = {},
): ReturnType<typeof Uint8Array.of> {
  checkOptions('saveSafetensors', options, optionKinds);
  const { metadata = { format: 'pt' }, rename } = options;
  return writeSafetensors({ tensors: renamed('saveSafetensors', stateDict(layer), rename), metadata });
}
