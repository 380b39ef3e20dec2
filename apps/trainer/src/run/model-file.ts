import { stateDict } from '@regopt/layers';
import { isFloat, type SafetensorsEntry, type Tensor, writeSafetensors } from '@regopt/tensor';
import type { Config } from '../config/config.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { type BuiltModel, modelsByName } from './build-models.ts';

/**
 * The trained models of a run as one safetensors file, `model.safetensors`.
 *
 * @param models the last one may be in training
 * @param evaluated what evaluations measure of that one, if not its own weights
 * @returns undefined if not all numbers are finite: such a file replaces no other.
 */
export async function modelFile(
  recipe: Recipe,
  config: Config,
  models: readonly BuiltModel[],
  evaluated: ReadonlyMap<string, Tensor> = new Map(),
): Promise<Uint8Array | undefined> {
  const live = stateDict(modelsByName(recipe, config, models));
  const prefix = recipe.variants(config).length === 1 ? '' : `${models.at(-1)!.variant.name}.`;
  for (const [name, tensor] of evaluated) live.set(prefix + name, tensor);
  const read = async ([name, tensor]: readonly [string, Tensor]) =>
    [name, { dtype: tensor.dtype, shape: tensor.shape, data: await tensor.read() }] as const;
  const tensors = new Map<string, SafetensorsEntry>(await Promise.all(Array.from(live, read)));
  for (const { dtype, data } of tensors.values())
    if (isFloat(dtype) && !data.every(Number.isFinite)) return undefined;
  return writeSafetensors({ tensors, metadata: new Map([['recipe', recipe.name]]) });
}
