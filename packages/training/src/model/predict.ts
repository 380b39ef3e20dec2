import { noGrad, sigmoid, softmax } from '@regopt/autograd';
import { type Batch, createPace, type Loader } from '@regopt/data';
import type { Layer } from '@regopt/layers';
import {
  checkOptions,
  copyInto,
  emptyLike,
  gatherRows,
  isTensor,
  keep,
  type OptionKinds,
  ShapeError,
  scope,
  shapeText,
  type Tensor,
  tensor,
  ValueError,
  valueText,
  viewSlice,
  withBackend,
} from '@regopt/tensor';
import { checkLayer, checkWhole } from '../check.ts';
import { repeated } from '../session/repeated.ts';

/** Options of {@link predict}. */
export interface PredictOptions {
  /** Rows of a batch where the data is a tensor; a whole number >= 1. Default 256. */
  readonly batchSize?: number | undefined;
  /** Makes probabilities of logits: of `[rows, classes]`, or of each by itself. Default: none. */
  readonly activation?: 'softmax' | 'sigmoid' | undefined;
  /** Capture the forward pass and replay it: the same bits, faster. Default true. */
  readonly compile?: boolean | undefined;
}

const kinds: OptionKinds<PredictOptions> = { batchSize: 'number', activation: 'string', compile: 'boolean' };

/**
 * The outputs of a model for all rows, in evaluation mode, batch by batch: `[rows, ...]`, in the order of the
 * rows, also where a loader shuffles. The result is in no scope: it lives until `dispose()`.
 *
 * @param data inputs `[rows, ...]`, prepared as in training; or a loader, whose inputs are taken as it gives
 *   them
 * @throws ValueError for an option out of range, what is no model, and data without rows or a loader that
 *   leaves rows out; ShapeError for a model that does not give one output per row, or softmax on outputs that
 *   are not `[rows, classes]` of two classes or more.
 * @example
 * ```ts
 * import { Linear } from '@regopt/layers';
 * import { createGenerator, ones } from '@regopt/tensor';
 * import { predict } from '@regopt/training';
 * const model = new Linear(4, 3, { generator: createGenerator(1) });
 * const probabilities = await predict(model, ones([1000, 4]), { activation: 'softmax' });
 * probabilities.shape; // [1000, 3]
 * probabilities.dispose();
 * ```
 */
export async function predict(
  model: Layer,
  data: Tensor | Loader,
  options: PredictOptions = {},
): Promise<Tensor> {
  checkOptions('predict', options, kinds);
  checkLayer('predict', model);
  const { batchSize = 256, activation, compile = true } = options;
  checkWhole('predict', { batchSize }, 1);
  if (activation !== undefined && activation !== 'softmax' && activation !== 'sigmoid')
    throw new ValueError(`predict: activation is 'softmax' or 'sigmoid', got ${valueText(activation)}.`);
  const rows = rowsOf(data);
  const forward = repeated(compile, (x: Tensor) => noGrad(() => activated(model.forward(x), activation)));
  /** The place of each row of the data in `outputs`. */
  const places = new Int32Array(rows);
  let outputs: Tensor | undefined;
  let at = 0;
  try {
    const pace = createPace();
    for (const { x, indices } of isTensor(data) ? slicesOf(data, batchSize) : data.epoch(0)) {
      const output = forward(x);
      if (output.shape[0] !== x.shape[0])
        throw new ShapeError(
          `predict: the model gives ${shapeText(output.shape)} for ${x.shape[0]} rows; its first axis must ` +
            'be the rows.',
        );
      outputs ??= keep(emptyLike(output, [rows, ...output.shape.slice(1)]));
      copyInto(viewSlice(outputs, 0, at, at + indices.length), output);
      for (const index of indices) places[index] = at++;
      const pause = pace();
      if (pause !== undefined) await pause;
    }
    if (at < rows)
      throw new ValueError(
        `predict: the loader leaves out ${rows - at} of its ${rows} rows. Make one without dropLast.`,
      );
    return places.every((place, row) => place === row) ? outputs! : gathered(outputs!, places);
  } catch (error) {
    outputs?.dispose();
    throw error;
  } finally {
    forward.dispose();
  }
}

function rowsOf(data: Tensor | Loader): number {
  if (!isTensor(data)) {
    if (typeof data?.epoch !== 'function')
      throw new ValueError(`predict: takes a tensor of inputs or a loader, got ${valueText(data)}.`);
    return data.count;
  }
  const [rows = 0] = data.shape;
  if (rows === 0) throw new ValueError(`predict: the inputs ${shapeText(data.shape)} have no rows.`);
  return rows;
}

function* slicesOf(data: Tensor, batchSize: number): Generator<Pick<Batch, 'x' | 'indices'>> {
  const rows = data.shape[0]!;
  for (let at = 0; at < rows; at += batchSize) {
    const end = Math.min(at + batchSize, rows);
    yield {
      x: viewSlice(data, 0, at, end),
      indices: Int32Array.from({ length: end - at }, (_, i) => at + i),
    };
  }
}

function activated(outputs: Tensor, activation: PredictOptions['activation']): Tensor {
  if (activation === undefined) return outputs;
  if (activation === 'sigmoid') return sigmoid(outputs);
  if (outputs.rank !== 2)
    throw new ShapeError(`predict: softmax takes outputs [rows, classes], got ${shapeText(outputs.shape)}.`);
  if (outputs.shape[1] === 1)
    throw new ShapeError(
      `predict: softmax of outputs ${shapeText(outputs.shape)} is 1 for every row. The probability of one ` +
        "logit is activation: 'sigmoid'.",
    );
  return softmax(outputs);
}

/** The rows of `outputs` in the order of the data. */
function gathered(outputs: Tensor, places: Int32Array): Tensor {
  const { backend } = outputs.storage;
  const inOrder = withBackend(backend, () => scope(() => keep(gatherRows(outputs, tensor(places)))));
  outputs.dispose();
  return inOrder;
}
