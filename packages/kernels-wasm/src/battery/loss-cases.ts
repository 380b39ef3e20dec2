import * as ops from '@regopt/autograd';
import { cast, full, type Tensor, tensor } from '@regopt/tensor';
import type { lossRows } from '../rows/loss-rows.ts';
import { differentiate } from './differentiate.ts';
import { all, benchSize, type CasesOf, element, exact } from './kernel-case.ts';
import { lengths } from './lengths.ts';
import { randomIndices, randomTensor } from './random-tensor.ts';
import { specialValues } from './special-values.ts';

/** Rows, and classes. */
const sizes = [
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
] as const;

const logits = (n: number, classes: number) => randomTensor([n, classes], 82, 20);
const labels = (n: number, classes: number) => randomIndices([n], classes, 81);

/** The cross-entropy of labels with every option, also for confident predictions. */
const crossEntropy = (reduction: 'none' | 'mean') => ({
  run() {
    for (const [n, classes] of sizes) {
      const classWeights = ops.abs(randomTensor([classes], 83));
      for (const labelSmoothing of [0, 0.1]) {
        for (const more of [{}, { classWeights }, { ignoreIndex: 0 }]) {
          const options = { labelSmoothing, reduction, ...more };
          differentiate((x) => ops.crossEntropy(x, labels(n, classes), options), logits(n, classes));
        }
      }
    }
    const confident = tensor([
      [1e4, 0, -1e4, Number.NEGATIVE_INFINITY],
      [-1e4, 1e4, 9999, 0],
    ]);
    for (const label of [0, 1, 2])
      differentiate(
        (x) => ops.crossEntropy(x, tensor(Int32Array.of(label, label)), { reduction }),
        confident,
      );
  },
  bench: () => differentiate((x) => ops.crossEntropy(x, labels(4096, 10), { reduction }), logits(4096, 10)),
});

const binary = (x: Tensor, target: Tensor, options: { readonly posWeight?: Tensor } = {}) =>
  differentiate((y) => ops.binaryCrossEntropyWithLogits(y, target, { reduction: 'none', ...options }), x);

const binaryCrossEntropy = {
  run() {
    for (const n of lengths) {
      const target = ops.sigmoid(randomTensor([n], 86, 3));
      const posWeight = ops.abs(randomTensor([n], 87));
      for (const options of [{}, { posWeight }]) binary(randomTensor([n], 85, 20), target, options);
    }
    const special = tensor([...specialValues]);
    for (const t of [0, 0.3, 1]) binary(special, full(special.shape, t));
  },
  bench: () => binary(randomTensor([benchSize], 85, 20), full([benchSize], 0.3)),
};

const perRow = crossEntropy('none');
const mean = crossEntropy('mean');

export const lossCases: CasesOf<typeof lossRows> = {
  binaryCrossEntropy: { ...binaryCrossEntropy, tolerance: element(3) },
  binaryCrossEntropyGrad: { ...binaryCrossEntropy, tolerance: element(3) },
  crossEntropy: { ...perRow, tolerance: all(4) },
  crossEntropyGrad: { ...perRow, tolerance: all(4) },
  crossEntropyMean: { ...mean, tolerance: all(4) },
  crossEntropyMeanGrad: { ...mean, tolerance: all(4) },
  correctCount: {
    run() {
      for (const [n, classes] of sizes) {
        ops.correctCount(logits(n, classes), labels(n, classes));
        // Few different values: of equal maxima the first counts.
        ops.correctCount(cast(randomIndices([n, classes], 3, 84), 'f32'), labels(n, classes));
      }
    },
    bench: () => void ops.correctCount(logits(4096, 10), labels(4096, 10)),
    tolerance: exact,
  },
};
