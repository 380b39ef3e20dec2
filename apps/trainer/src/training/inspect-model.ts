import { argMax, noGrad, softmax } from '@regopt/autograd';
import type { Layer } from '@regopt/layers';
import { scope } from '@regopt/tensor';
import type { RecipeData } from '../recipes/recipe.ts';
import type { Mistake } from '../report/report-data.ts';
import { evaluationLoader } from './loaders.ts';

/** How many mistaken pictures the report shows: the most certain ones. */
const shown = 24;

/** What the test set says of a classifier beyond its accuracy. */
export interface Inspection {
  readonly confusion: number[][];
  readonly mistakes: Mistake[];
}

/** The confusion matrix over the test set and, for pictures, the mistakes that the model was most certain of. */
export function inspectModel(model: Layer, data: RecipeData): Inspection {
  const { test } = data;
  const classes = test.classes!;
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const wrong: Omit<Mistake, 'pixels' | 'width' | 'height'>[] = [];
  for (const { x, y, indices } of evaluationLoader(test, data).epoch(0)) {
    const [probabilities, answers] = scope(() => {
      const output = noGrad(() => softmax(model.forward(x)));
      return [output.toArray(), argMax(output).toArray()];
    });
    y.toArray().forEach((label, i) => {
      const predicted = answers[i]!;
      const probability = probabilities[i * classes + predicted]!;
      confusion[label]![predicted]!++;
      // A network that has diverged answers without a probability: there is no certainty to show.
      if (predicted === label || !Number.isFinite(probability)) return;
      wrong.push({ index: indices[i]!, label, predicted, probability });
    });
  }
  return { confusion, mistakes: pictures(wrong, test.inputs) };
}

function pictures(
  wrong: Omit<Mistake, 'pixels' | 'width' | 'height'>[],
  inputs: RecipeData['test']['inputs'],
): Mistake[] {
  if (inputs.dtype !== 'u8' || inputs.rank !== 4 || inputs.shape[1] !== 1) return [];
  const [, , height, width] = inputs.shape as [number, number, number, number];
  const bytes = inputs.data();
  const size = height * width;
  return wrong
    .sort((a, b) => b.probability - a.probability)
    .slice(0, shown)
    .map((mistake) => ({
      ...mistake,
      pixels: Buffer.from(
        Uint8Array.from(bytes.subarray(mistake.index * size, (mistake.index + 1) * size)),
      ).toString('base64'),
      width,
      height,
    }));
}
