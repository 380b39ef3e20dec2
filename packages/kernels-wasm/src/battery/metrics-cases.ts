import { abs } from '@regopt/autograd';
import { cast, type Tensor, tensor } from '@regopt/tensor';
import { accuracy, confusion, meanAbsoluteError, r2, topK } from '@regopt/training';
import type { metricsRows } from '../rows/metrics-rows.ts';
import { benchSize, type CasesOf, exact } from './kernel-case.ts';
import { lengths } from './lengths.ts';
import { randomIndices, randomTensor } from './random-tensor.ts';

/** Rows, and classes. */
const sizes = [
  [1, 2],
  [0, 3],
  [5, 3],
  [33, 10],
  [131, 4],
  [7, 65],
  [2, 1001],
] as const;

const labels = (n: number, classes: number) => randomIndices([n], classes, 91);
const logits = (n: number, classes: number) => randomTensor([n, classes], 92, 20);

/** The logits with each value of few different ones, and NaN where the label's class is 0, 3, 6, ... */
const ties = (n: number, classes: number) => cast(randomIndices([n, classes], 3, 93), 'f32');
const someNaN = (n: number, classes: number): Tensor => {
  const values = ties(n, classes).toArray();
  return tensor(
    values.map((value, i) => (i % 7 === 0 || i % 11 === 3 ? Number.NaN : value)),
    { shape: [n, classes] },
  );
};

export const metricsCases: CasesOf<typeof metricsRows> = {
  inTopK: {
    run() {
      for (const [n, classes] of sizes) {
        for (const k of [1, 2]) {
          for (const draw of [logits, ties, someNaN]) topK(k).update(draw(n, classes), labels(n, classes));
        }
      }
    },
    bench: () => accuracy().update(logits(4096, 10), labels(4096, 10)),
    tolerance: exact,
  },
  countPairs: {
    run() {
      for (const [n, classes] of sizes) confusion().update(logits(n, classes), labels(n, classes));
    },
    bench: () => confusion().update(logits(4096, 10), labels(4096, 10)),
    tolerance: exact,
  },
  addMoments: {
    run() {
      for (const n of lengths) {
        for (const columns of [1, 2, 3, 4, 17, 130]) {
          const metric = r2();
          for (const seed of [94, 95]) {
            const targets = abs(randomTensor([n, columns], seed, 1e7));
            metric.update(randomTensor([n, columns], seed + 2), targets);
          }
        }
      }
    },
    bench() {
      for (const shape of [[benchSize / 64, 64], [benchSize]])
        meanAbsoluteError().update(randomTensor(shape, 98), randomTensor(shape, 99));
    },
    tolerance: exact,
  },
};
