import { mul, noGrad, sum } from '@regopt/autograd';
import type { Batch } from '@regopt/data';
import { type Layer, layerNames } from '@regopt/layers';
import { isFloat, type Tensor } from '@regopt/tensor';
import { ownTensors } from '../model/own-tensors.ts';
import { type LayerCall, layerKind, layerText, traceLayers } from '../model/trace-layers.ts';
import { readScalars } from './read-scalars.ts';

/** The place where a non-finite number was found first. */
export interface NonFinitePlace {
  /**
   * The batch's inputs or targets, a parameter or running statistic (`weight`), an output of a layer, or the
   * loss alone.
   */
  readonly what: 'input' | 'target' | 'weight' | 'output' | 'loss';
  /** Name and class of the layer, such as `3 (BatchNorm1d)`, for a weight or an output. */
  readonly layer: string | undefined;
  /** Names of all parameters and running statistics that hold a non-finite number. */
  readonly tensors: readonly string[];
}

/** Something that may hold a non-finite number. */
interface Suspect {
  readonly what: NonFinitePlace['what'];
  readonly layer?: string;
  /** Name in the state dict. */
  readonly name?: string;
}

/**
 * Looks for the first non-finite number: in the batch, then layer by layer, in the order of a forward pass in
 * evaluation mode, in the layer's own tensors and its output. Without a batch, in the model's tensors alone.
 */
export async function findNonFinite(model: Layer, batch: Batch | undefined): Promise<NonFinitePlace> {
  const suspects: Suspect[] = [];
  const values = await readScalars(() => {
    const found: Tensor[] = [];
    const suspect = (x: Tensor, about: Suspect): void => {
      if (!isFloat(x.dtype)) return;
      suspects.push(about);
      // 0 times each number: NaN for NaN and infinities, and so is the sum.
      found.push(noGrad(() => sum(mul(x, 0))));
    };
    const names = layerNames(model);
    const rest = ownTensors(model);
    const suspectWeights = (layer: Layer): void => {
      for (const [tensor, own] of rest) {
        if (own.layer !== layer) continue;
        const label = layerText(names.get(layer)!, layerKind(layer));
        suspect(tensor, { what: 'weight', layer: label, name: own.name });
        rest.delete(tensor);
      }
    };
    if (batch !== undefined) {
      suspect(batch.x, { what: 'input' });
      suspect(batch.y, { what: 'target' });
      const visit = ({ name, kind, layer, output }: LayerCall): void => {
        suspectWeights(layer);
        suspect(output, { what: 'output', layer: layerText(name, kind) });
      };
      noGrad(() => traceLayers(model, () => model.forward(batch.x), visit));
    }
    for (const layer of names.keys()) suspectWeights(layer);
    return found;
  });
  const guilty = suspects.filter((_, i) => Number.isNaN(values[i]));
  const { what = 'loss', layer } = guilty[0] ?? {};
  return { what, layer, tensors: guilty.flatMap(({ name }) => name ?? []) };
}
