import {
  checkIndices,
  checkTensor,
  contiguous,
  DTypeError,
  defineKernel,
  emptyLike,
  run,
  ShapeError,
  shapeText,
  type Tensor,
} from '@regopt/tensor';
import { checkFloat } from '../../kernels/operands.ts';

/**
 * `correctCount [out, logits, labels] N, C`: number of rows whose first max logit is the label's; a NaN
 * counts as max.
 */
const correctCountKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'correctCount' },
  ([out, logits, labels], [rows, classes]) => {
    let correct = 0;
    for (let row = 0; row < rows!; row++) {
      const x = logits!.subarray(row * classes!, (row + 1) * classes!);
      let best = 0;
      for (let c = 1; c < classes!; c++) {
        if (x[c]! > x[best]! || (Number.isNaN(x[c]) && !Number.isNaN(x[best]))) best = c;
      }
      if (best === labels![row]) correct++;
    }
    out![0] = correct;
  },
);

/**
 * Number of rows whose max logit (the first of equal ones) is the label's: a scalar i32, without a gradient.
 * Divided by the number of rows it is the accuracy. It stays on the back end, so that counts can be added up
 * before one is read.
 *
 * @param logits `[N, C]`
 * @param labels i32 `[N]`
 * @throws ShapeError when the shapes do not fit, or with the first label outside 0..C-1 and its position;
 *   DTypeError for integer logits or labels that are not i32.
 * @example
 * ```ts
 * import { correctCount } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const logits = tensor([[2, 0], [1, 3], [5, 4]]);
 * correctCount(logits, tensor([0, 1, 1], { dtype: 'i32' })).item(); // 2
 * ```
 */
export function correctCount(logits: Tensor, labels: Tensor): Tensor {
  checkTensor('correctCount', labels, 'labels');
  checkFloat('correctCount', logits);
  if (labels.dtype !== 'i32') throw new DTypeError(`correctCount: labels are i32, got ${labels.dtype}.`);
  if (logits.rank !== 2 || labels.rank !== 1 || labels.size !== logits.shape[0]) {
    throw new ShapeError(
      `correctCount: needs logits [N, C] and labels [N], got ${shapeText(logits.shape)} and ` +
        `${shapeText(labels.shape)}.`,
    );
  }
  const [rows, classes] = logits.shape as [number, number];
  checkIndices('correctCount', labels, classes);
  const count = emptyLike(logits, [], 'i32');
  run(correctCountKernel, [count, contiguous(logits), contiguous(labels)], [rows, classes]);
  return count;
}
