import { argMax, noGrad, softmax } from '@regopt/autograd';
import type { Dataset } from '@regopt/data';
import { scope, type Tensor } from '@regopt/tensor';
import type { Mistake } from '../report/report-data.ts';

/** Number of misclassified pictures in the report, those of highest probability first. */
const shown = 24;

/** Test results of a classifier beyond its accuracy. */
export interface Inspection {
  readonly confusion: number[][];
  readonly mistakes: Mistake[];
}

/**
 * The confusion matrix over a dataset and, for pictures, the mistakes with the highest probability.
 *
 * @param outputs logits of all examples
 */
export function inspectOutputs(outputs: Tensor, { inputs, targets, classes = 0 }: Dataset): Inspection {
  const [probabilities, answers] = scope(() => {
    const certainty = noGrad(() => softmax(outputs));
    return [certainty.toArray(), argMax(certainty).toArray()];
  });
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const wrong: Omit<Mistake, 'pixels' | 'width' | 'height'>[] = [];
  targets.toArray().forEach((label, index) => {
    const predicted = answers[index]!;
    const probability = probabilities[index * classes + predicted]!;
    confusion[label]![predicted]!++;
    // A diverged network has no probabilities to rank its mistakes by.
    if (predicted === label || !Number.isFinite(probability)) return;
    wrong.push({ index, label, predicted, probability });
  });
  return { confusion, mistakes: pictures(wrong, inputs) };
}

function pictures(wrong: Omit<Mistake, 'pixels' | 'width' | 'height'>[], inputs: Tensor): Mistake[] {
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
