import * as ops from '@regopt/autograd';
import { cast, full, type Tensor, tensor } from '@regopt/tensor';
import type { reduceRows } from '../rows/reduce-rows.ts';
import { differentiate } from './differentiate.ts';
import { all, benchSize, type CasesOf, element, exact } from './kernel-case.ts';
import { lengths } from './lengths.ts';
import { randomIndices, randomTensor } from './random-tensor.ts';

const axis = 1;

/** [outer, n, inner]: rows, columns of every width, both at once. */
const shapes: readonly (readonly [number, number, number])[] = [
  ...lengths.filter((n) => n > 0).flatMap((n) => [[3, n, 1] as const, [1, 5, n] as const]),
  [1, 5000, 1],
  [1, 700, 18],
  [37, 10, 1],
  [3, 4, 5],
  [2, 300, 35],
  [1, 300, 71],
  [40, 5, 3],
  [0, 3, 1],
  [2, 3, 0],
];

const infinity = Number.POSITIVE_INFINITY;
/** Rows with special values. */
const specialLines: readonly (readonly number[])[] = [
  [1, Number.NaN, 3, 2, 0, 5],
  [infinity, 1, 2, infinity, 3, 4],
  [-infinity, -infinity, -infinity, -infinity, -infinity, -infinity],
  [-infinity, 1, -infinity, 2, -infinity, -infinity],
  [Number.NaN, 1, 2, Number.NaN, infinity, 7],
  [1e30, -1e30, 3e38, 100, 1e30, 0],
  [-0, 0, -0, -0, 0, -0],
];

function forSpecialLines(op: (x: Tensor) => Tensor): void {
  for (const line of specialLines) {
    for (const inner of [1, 2, 3]) op(tensor([...line], { shape: [1, line.length / inner, inner] }));
  }
}

/** An op along an axis, and its gradient: every shape, and lines of special values. */
function forLines(op: (x: Tensor) => Tensor): void {
  for (const shape of shapes) differentiate(op, randomTensor(shape, 11, 5));
  forSpecialLines(op);
}

/** An op along an axis, over rows and over columns. */
const along = (op: (x: Tensor) => Tensor) => ({
  run: () => forLines(op),
  bench() {
    differentiate(op, randomTensor([256, 256, 1], 11, 5));
    differentiate(op, randomTensor([1, 256, 256], 11, 5));
  },
});

const softmax = along((x) => ops.softmax(x, { axis }));
const logSoftmax = along((x) => ops.logSoftmax(x, { axis }));
const allBytes = (n: number) => full([n], 255, { dtype: 'u8' });

export const reduceCases: CasesOf<typeof reduceRows> = {
  max: { ...along((x) => ops.max(x, { axis })), tolerance: exact },
  sum: {
    ...along((x) => ops.sum(x, { axis })),
    run() {
      forLines((x) => ops.sum(x, { axis }));
      forLines((x) => ops.mean(x, { axis }));
      ops.sum(randomTensor([2, 0, 3], 1), { axis });
    },
    tolerance: all(100),
  },
  variance: { ...along((x) => ops.variance(x, { axis })), tolerance: all(16) },
  logSumExp: {
    ...along((x) => ops.logsumexp(x, { axis })),
    run() {
      forLines((x) => ops.logsumexp(x, { axis }));
      ops.logsumexp(randomTensor([2, 0, 3], 1), { axis });
    },
    tolerance: all(4),
  },
  softmax: { ...softmax, tolerance: element(4) },
  logSoftmax: { ...logSoftmax, tolerance: element(8) },
  softmaxGrad: { ...softmax, tolerance: element(3) },
  logSoftmaxGrad: { ...logSoftmax, tolerance: element(8) },
  sumAll: {
    run() {
      for (const n of [...lengths, 40_000, 100_001]) {
        differentiate((x) => ops.sum(x), randomTensor([n], 14));
        differentiate((x) => ops.mean(x), randomTensor([n], 15));
      }
    },
    bench: () => void ops.sum(randomTensor([benchSize], 14)),
    tolerance: all(100),
  },
  sumIntegers: {
    run() {
      for (const shape of shapes) {
        const bytes = cast(randomIndices(shape, 256, 17), 'u8');
        ops.sum(bytes, { axis });
        ops.mean(bytes, { axis });
      }
      for (const n of [...lengths, 5000, 2 ** 20 + 17]) {
        ops.sum(allBytes(n));
        ops.mean(allBytes(n));
      }
    },
    bench: () => void ops.sum(allBytes(benchSize)),
    tolerance: exact,
  },
  sumChannels: {
    run() {
      for (const shape of [
        [3, 5, 7],
        [2, 6, 2],
        [2, 6, 9],
        [2, 6, 7, 8],
        [2, 33, 4, 5],
        [128, 16, 1],
        [1, 2, 1200],
        [0, 2, 3],
      ]) {
        const axes = shape.map((_, i) => i).filter((i) => i !== 1);
        differentiate((x) => ops.sum(x, { axis: axes }), randomTensor(shape, 16));
      }
    },
    bench: () => void ops.sum(randomTensor([16, 16, 256], 16), { axis: [0, 2] }),
    tolerance: all(100),
  },
  argMax: {
    run() {
      for (const shape of shapes) {
        ops.argMax(randomTensor(shape, 12), { axis });
        // Few different values: of equal maxima the first counts.
        ops.argMax(cast(randomIndices(shape, 3, 13), 'f32'), { axis });
      }
      forSpecialLines((x) => ops.argMax(x, { axis }));
    },
    bench: () => void ops.argMax(randomTensor([1024, 64], 12), { axis }),
    tolerance: exact,
  },
};
