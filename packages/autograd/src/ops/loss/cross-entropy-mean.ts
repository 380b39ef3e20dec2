import { contiguous, defineKernel, emptyLike, fullLike, run, type Tensor } from '@regopt/tensor';
import { exponentials } from '../../kernels/exponentials.ts';
import { isRecording, record } from '../../tape.ts';
import { div } from '../elementwise/div.ts';
import { sum } from '../reduce/sum.ts';
import { broadcastTo } from '../shape/broadcast-to.ts';
import {
  crossEntropyOfLabels,
  type LabelTarget,
  labelGradient,
  labelNumbers,
  rowGradient,
} from './cross-entropy-of-labels.ts';

/**
 * `crossEntropyMean [loss, weight, rows, logits, labels, classWeight]` with the numbers N, C, labelSmoothing,
 * ignoreIndex and weighted: loss [1] is the sum of `crossEntropy`'s row losses divided by weight [1], the sum
 * of the labels' weights. rows [2, N] are each row's max logit and sum of e^(x - max), for the gradient. If
 * `weighted` is 0, all class weights are 1 and classWeight is not read.
 */
const crossEntropyMeanKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'crossEntropyMean' },
  (arrays, numbers) => {
    const [loss, weight, rows, logits, labels, classWeight] = arrays;
    const [count, classes, smoothing, ignoreIndex, weighted] = numbers;
    const weightOf = (c: number): number => (weighted === 1 ? classWeight![c]! : 1);
    let losses = 0;
    let weights = 0;
    for (let row = 0; row < count!; row++) {
      const x = logits!.subarray(row * classes!, (row + 1) * classes!);
      const [largest, rest] = exponentials((c) => x[c]!, classes!);
      rows![row] = largest;
      rows![count! + row] = 1 + rest;
      const label = labels![row]!;
      if (label === ignoreIndex) continue;
      // max - logit first: if the label has the max, the rounding of a large logit cancels exactly.
      const lossOf = (c: number): number => weightOf(c) * (largest - x[c]! + Math.log1p(rest));
      let smooth = 0;
      // Without smoothing a logit of -Infinity must not reach the loss of another class.
      if (smoothing !== 0) for (let c = 0; c < classes!; c++) smooth += lossOf(c);
      losses += (1 - smoothing!) * lossOf(label) + (smoothing! / classes!) * smooth;
      weights += weightOf(label);
    }
    loss![0] = losses / weights;
    weight![0] = weights;
  },
);

/**
 * `crossEntropyMeanGrad [dlogits, logits, rows, labels, classWeight, weight, dloss]`, with the numbers, rows
 * and weight of `crossEntropyMean`: `crossEntropyGrad` with dloss / weight for each row.
 */
const crossEntropyMeanGradKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'crossEntropyMeanGrad' },
  (arrays, numbers) => {
    const [dlogits, logits, rows, labels, classWeight, weight, dloss] = arrays;
    const [count, classes, smoothing, ignoreIndex, weighted] = numbers;
    const d = dloss![0]! / weight![0]!;
    for (let row = 0; row < count!; row++) {
      const label = labels![row]!;
      const first = row * classes!;
      if (label === ignoreIndex) {
        dlogits!.fill(0, first, first + classes!);
        continue;
      }
      const gradient = dlogits!.subarray(first, first + classes!);
      const p = (c: number): number => Math.exp(logits![first + c]! - rows![row]!) / rows![count! + row]!;
      rowGradient(gradient, p, label, smoothing!, d, (c) => (weighted === 1 ? classWeight![c]! : 1));
    }
  },
);

/** The target of `crossEntropyOfLabels`, with optional class weights: undefined means ones. */
export type MeanTarget = Omit<LabelTarget, 'classWeights'> & { readonly classWeights: Tensor | undefined };

/**
 * The mean of the row losses, weighted by the labels' weights: a scalar, in one kernel, and its gradient in
 * another. A gradient that is recorded, to be differentiated again, is composed of those of
 * `crossEntropyOfLabels`.
 */
export function crossEntropyMean(logits: Tensor, target: MeanTarget): Tensor {
  const [count, classes] = logits.shape as [number, number];
  const { labels, classWeights } = target;
  const numbers = [...labelNumbers(logits, target), classWeights === undefined ? 0 : 1];
  const loss = emptyLike(logits, []);
  const weight = emptyLike(logits, []);
  const rows = emptyLike(logits, [2, count]);
  const x = contiguous(logits);
  // Without weights, x is passed in their place and not read.
  const weights = classWeights ?? x;
  run(crossEntropyMeanKernel, [loss, weight, rows, x, labels, weights], numbers);
  const gradient = (dy: Tensor): Tensor => {
    if (isRecording()) {
      const rowTarget = { ...target, classWeights: classWeights ?? fullLike(logits, 1, [classes]) };
      const { rowWeight } = crossEntropyOfLabels(logits, rowTarget);
      const d = broadcastTo(div(dy, sum(rowWeight)), [count]);
      return labelGradient(logits, d, rowWeight, rowTarget);
    }
    const dlogits = emptyLike(logits);
    run(crossEntropyMeanGradKernel, [dlogits, x, rows, labels, weights, weight, contiguous(dy)], numbers);
    return dlogits;
  };
  return record('crossEntropy', loss, [logits, labels, weights], [gradient]);
}
