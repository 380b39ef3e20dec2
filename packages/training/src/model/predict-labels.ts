import { argMax, greater } from '@regopt/autograd';
import type { Loader } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import {
  checkOptions,
  keep,
  type OptionKinds,
  ShapeError,
  scope,
  shapeText,
  type Tensor,
} from '@regopt/tensor';
import { type PredictOptions, predict } from './predict.ts';

/** Options of {@link predictLabels}. */
export type PredictLabelsOptions = Omit<PredictOptions, 'activation'>;

const kinds: OptionKinds<PredictLabelsOptions> = { batchSize: 'number', compile: 'boolean' };

/**
 * The class of each row by a classifier, as `predict` of scikit-learn: the first of the max logits of outputs
 * `[rows, classes]`; of outputs `[rows]` or `[rows, 1]`, 1 where the logit is above 0, and else 0.
 *
 * @param data as for {@link predict}
 * @throws as {@link predict}, and ShapeError for outputs of another form.
 * @example
 * ```ts
 * import { Linear } from '@regopt/layers';
 * import { createGenerator, ones } from '@regopt/tensor';
 * import { predictLabels } from '@regopt/training';
 * const model = new Linear(4, 3, { generator: createGenerator(1) });
 * const names = ['setosa', 'versicolor', 'virginica'];
 * const labels = await predictLabels(model, ones([10, 4]));
 * Array.from(labels, (label) => names[label]).length; // 10
 * ```
 */
export async function predictLabels(
  model: Layer,
  data: Tensor | Loader,
  options: PredictLabelsOptions = {},
): Promise<Int32Array> {
  checkOptions('predictLabels', options, kinds);
  const outputs = await predict(model, data, options);
  let labels: Tensor | undefined;
  try {
    labels = scope(() => keep(labelsOf(outputs)));
    return Int32Array.from(await labels.read());
  } finally {
    for (const each of [outputs, labels]) each?.dispose();
  }
}

function labelsOf(outputs: Tensor): Tensor {
  const [, classes = 1, ...others] = outputs.shape;
  if (others.length > 0)
    throw new ShapeError(
      `predictLabels: takes outputs [rows, classes] or [rows], got ${shapeText(outputs.shape)}.`,
    );
  return classes === 1 ? greater(outputs, 0) : argMax(outputs, { axis: 1 });
}
