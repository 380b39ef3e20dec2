import { stateDict } from '@regopt/layers';
import { isFloat, type SafetensorsEntry, type Tensor, writeSafetensors } from '@regopt/tensor';
import { descriptionKey } from '../data/data-description.ts';
import { type BuiltModel, modelsByName } from './build-models.ts';
import type { PreparedRun } from './prepare-run.ts';

/** The run of a model. */
type ModelOwner = Pick<PreparedRun, 'recipe' | 'config' | 'data'>;

/**
 * The trained models of a run as one safetensors file, `model.safetensors`.
 *
 * @param models the last one may be in training
 * @param evaluated what evaluations measure of that one, if not its own weights
 * @returns undefined if not all numbers are finite: such a file replaces no other.
 */
export async function modelFile(
  { recipe, config, data: { description } }: ModelOwner,
  models: readonly BuiltModel[],
  evaluated: ReadonlyMap<string, Tensor> = new Map(),
): Promise<Uint8Array | undefined> {
  const live = stateDict(modelsByName(recipe, config, models));
  const prefix = recipe.variants(config).length === 1 ? '' : `${models.at(-1)!.variant.name}.`;
  for (const [name, tensor] of evaluated) live.set(prefix + name, tensor);
  const read = async ([name, tensor]: readonly [string, Tensor]) =>
    [name, { dtype: tensor.dtype, shape: tensor.shape, data: await tensor.read() }] as const;
  const tensors = new Map<string, SafetensorsEntry>(await Promise.all(Array.from(live, read)));
  if (![...tensors.values()].every(hasFiniteValues)) return undefined;
  const metadata = new Map([['recipe', recipe.name]]);
  if (description !== undefined) metadata.set(descriptionKey, JSON.stringify(description));
  return writeSafetensors({ tensors, metadata });
}

function hasFiniteValues({ dtype, data }: SafetensorsEntry): boolean {
  // 0 times a number is 0, but NaN for NaN and the infinities.
  let sum = 0;
  if (isFloat(dtype)) for (let i = 0; i < data.length; i++) sum += 0 * data[i]!;
  return sum === 0;
}
