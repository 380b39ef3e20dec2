import {
  contiguous,
  defineKernel,
  emptyLike,
  fullLike,
  run,
  type Tensor,
  type TypedArray,
} from '@regopt/tensor';
import { exponentials } from '../../kernels/exponentials.ts';
import { record } from '../../tape.ts';
import { add } from '../elementwise/add.ts';
import { notEqual } from '../elementwise/compare.ts';
import { mul } from '../elementwise/mul.ts';
import { sub } from '../elementwise/sub.ts';
import { where } from '../elementwise/where.ts';
import { softmax } from '../reduce/softmax.ts';
import { sum } from '../reduce/sum.ts';
import { reshape } from '../shape/reshape.ts';

/**
 * `crossEntropy [rowLoss, rowWeight, logits, labels, classWeight] N, C, labelSmoothing, ignoreIndex`: with
 * nll_c = ln sum_j e^(x_j) - x_c, rowLoss = (1 - e) w_y nll_y + e/C sum_c w_c nll_c and rowWeight = w_y; both
 * are 0 where the label y is ignoreIndex.
 */
const crossEntropyKernel = /* @__PURE__ */ defineKernel({ builtIn: 'crossEntropy' }, (arrays, numbers) => {
  const [rowLoss, rowWeight, logits, labels, classWeight] = arrays;
  const [rows, classes, smoothing, ignoreIndex] = numbers;
  for (let row = 0; row < rows!; row++) {
    const label = labels![row]!;
    rowLoss![row] = 0;
    rowWeight![row] = 0;
    if (label === ignoreIndex) continue;
    const x = logits!.subarray(row * classes!, (row + 1) * classes!);
    const [largest, rest] = exponentials((c) => x[c]!, classes!);
    // max - logit first: if the label has the max, the rounding of a large logit cancels exactly.
    const loss = (c: number): number => classWeight![c]! * (largest - x[c]! + Math.log1p(rest));
    let smooth = 0;
    // Without smoothing a logit of -Infinity must not reach the loss of another class.
    if (smoothing !== 0) for (let c = 0; c < classes!; c++) smooth += loss(c);
    rowLoss![row] = (1 - smoothing!) * loss(label) + (smoothing! / classes!) * smooth;
    rowWeight![row] = classWeight![label]!;
  }
});

/**
 * `crossEntropyGrad [dlogits, logits, labels, classWeight, drowLoss] N, C, labelSmoothing, ignoreIndex`: with
 * p the softmax of a row and t_c = (1 - e) [c = y] + e/C, dlogits_c = drowLoss (p_c sum_j t_j w_j - t_c w_c),
 * and 0 where the label y is ignoreIndex.
 */
const crossEntropyGradKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'crossEntropyGrad' },
  (arrays, numbers) => {
    const [dlogits, logits, labels, classWeight, drowLoss] = arrays;
    const [rows, classes, smoothing, ignoreIndex] = numbers;
    for (let row = 0; row < rows!; row++) {
      const label = labels![row]!;
      const first = row * classes!;
      if (label === ignoreIndex) {
        dlogits!.fill(0, first, first + classes!);
        continue;
      }
      const x = logits!.subarray(first, first + classes!);
      const [largest, rest] = exponentials((c) => x[c]!, classes!);
      const p = (c: number): number => Math.exp(x[c]! - largest) / (1 + rest);
      const gradient = dlogits!.subarray(first, first + classes!);
      rowGradient(gradient, p, label, smoothing!, drowLoss![row]!, (c) => classWeight![c]!);
    }
  },
);

/**
 * One row's dlogits_c = d (p_c sum_j t_j w_j - t_c w_c). Without smoothing, the label's own gradient is -d
 * w_y times the sum of the other p_c, which is p_y - 1 without cancellation, and only the label's class
 * weight is read.
 */
export function rowGradient(
  dlogits: TypedArray,
  p: (c: number) => number,
  label: number,
  smoothing: number,
  d: number,
  weight: (c: number) => number,
): void {
  const n = dlogits.length;
  if (smoothing === 0) {
    const scale = d * weight(label);
    let others = 0;
    for (let c = 0; c < n; c++) {
      if (c === label) continue;
      others += p(c);
      dlogits[c] = scale * p(c);
    }
    dlogits[label] = 0 - scale * others;
    return;
  }
  const share = (c: number): number => ((c === label ? 1 - smoothing : 0) + smoothing / n) * weight(c);
  let shares = 0;
  for (let c = 0; c < n; c++) shares += share(c);
  for (let c = 0; c < n; c++) dlogits[c] = d * (p(c) * shares - share(c));
}

/** Labels i32 [N] and class weights [C], both contiguous, and the options of the loss. */
export interface LabelTarget {
  readonly labels: Tensor;
  readonly classWeights: Tensor;
  readonly labelSmoothing: number;
  readonly ignoreIndex: number;
}

/** The loss of each row of logits [N, C], and the weight of its label. The weight has no gradient. */
export function crossEntropyOfLabels(
  logits: Tensor,
  target: LabelTarget,
): { rowLoss: Tensor; rowWeight: Tensor } {
  const [rows] = logits.shape as [number];
  const rowLoss = emptyLike(logits, [rows]);
  const rowWeight = emptyLike(logits, [rows]);
  const { labels, classWeights } = target;
  run(
    crossEntropyKernel,
    [rowLoss, rowWeight, contiguous(logits), labels, classWeights],
    labelNumbers(logits, target),
  );
  record(
    'crossEntropy',
    rowLoss,
    [logits, labels, classWeights],
    [(dy) => labelGradient(logits, dy, rowWeight, target)],
  );
  return { rowLoss, rowWeight };
}

/** dlogits = d (p W - t w) in each row; linear in d, and through the softmax p a function of the logits. */
export function labelGradient(logits: Tensor, d: Tensor, rowWeight: Tensor, target: LabelTarget): Tensor {
  const { labels, classWeights, labelSmoothing, ignoreIndex } = target;
  const [rows, classes] = logits.shape as [number, number];
  const dlogits = emptyLike(logits);
  run(
    crossEntropyGradKernel,
    [dlogits, contiguous(logits), labels, classWeights, contiguous(d)],
    labelNumbers(logits, target),
  );
  const byLogits = (g: Tensor): Tensor => {
    const smooth = mul(sum(classWeights), labelSmoothing / classes);
    const shares = where(notEqual(labels, ignoreIndex), add(mul(rowWeight, 1 - labelSmoothing), smooth), 0);
    const p = softmax(logits);
    const pull = sub(g, sum(mul(p, g), { axis: 1, keepDims: true }));
    return mul(reshape(mul(d, shares), [rows, 1]), mul(p, pull));
  };
  const byD = (g: Tensor): Tensor =>
    sum(mul(g, labelGradient(logits, fullLike(d, 1, [rows]), rowWeight, target)), { axis: 1 });
  return record('crossEntropyGrad', dlogits, [logits, d, labels, classWeights], [byLogits, byD]);
}

/** The numbers rows, classes, smoothing and ignoreIndex of a loss's kernels. */
export function labelNumbers(
  logits: Tensor,
  { labelSmoothing, ignoreIndex }: Omit<LabelTarget, 'classWeights'>,
): number[] {
  return [logits.shape[0]!, logits.shape[1]!, labelSmoothing, ignoreIndex];
}
