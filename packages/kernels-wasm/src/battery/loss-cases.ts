import * as ops from '@regopt/autograd';
import { cast, full, type Tensor, tensor } from '@regopt/tensor';
import { differentiate } from './differentiate.ts';
import { lengths } from './lengths.ts';
import { randomIndices, randomTensor } from './random-tensor.ts';
import { specialValues } from './special-values.ts';

/** Losses of class labels, and how many labels were hit. */
export function lossCases(): void {
  for (const [n, c] of [
    [1, 1],
    [0, 3],
    [5, 2],
    [3, 4],
    [33, 10],
    [128, 10],
    [131, 3],
    [7, 64],
    [6, 65],
    [4, 1001],
  ]) {
    const labels = randomIndices([n!], c!, 81);
    const logits = () => randomTensor([n!, c!], 82, 20);
    const classWeights = ops.abs(randomTensor([c!], 83));
    for (const labelSmoothing of [0, 0.1]) {
      for (const reduction of ['none', 'mean'] as const) {
        for (const options of [{}, { classWeights }, { ignoreIndex: 0 }]) {
          const loss = (x: Tensor) => ops.crossEntropy(x, labels, { labelSmoothing, reduction, ...options });
          differentiate(loss, logits());
        }
      }
    }
    ops.correctCount(logits(), labels);
    // Few different values: the first of the largest counts.
    ops.correctCount(cast(randomIndices([n!, c!], 3, 84), 'f32'), labels);
  }
  for (const n of lengths) {
    const target = ops.sigmoid(randomTensor([n], 86, 3));
    const posWeight = ops.abs(randomTensor([n], 87));
    for (const options of [{}, { posWeight }])
      differentiate(
        (x) => ops.binaryCrossEntropyWithLogits(x, target, { reduction: 'none', ...options }),
        randomTensor([n], 85, 20),
      );
  }
  for (const t of [0, 0.3, 1]) {
    const x = tensor([...specialValues]);
    differentiate((y) => ops.binaryCrossEntropyWithLogits(y, full(y.shape, t), { reduction: 'none' }), x);
  }
  const sure = tensor([
    [1e4, 0, -1e4, Number.NEGATIVE_INFINITY],
    [-1e4, 1e4, 9999, 0],
  ]);
  for (const label of [0, 1, 2]) {
    for (const reduction of ['none', 'mean'] as const) {
      differentiate((x) => ops.crossEntropy(x, tensor(Int32Array.of(label, label)), { reduction }), sure);
    }
  }
}
