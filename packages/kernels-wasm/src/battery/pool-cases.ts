import * as ops from '@regopt/autograd';
import { full, type Shape, type Tensor, tensor } from '@regopt/tensor';
import type { poolRows } from '../rows/pool-rows.ts';
import { differentiate } from './differentiate.ts';
import { all, type CasesOf, exact } from './kernel-case.ts';
import { randomTensor } from './random-tensor.ts';
import { specialValues } from './special-values.ts';

const windows = [
  { kernelSize: 2 },
  { kernelSize: 3, stride: 2, padding: 1 },
  { kernelSize: [1, 3] as const, stride: [2, 1] as const },
  { kernelSize: 3, stride: 4 },
  { kernelSize: 2, stride: 1 },
];
type Window = (typeof windows)[number];

const shapes: readonly Shape[] = [
  [1, 1, 4, 4],
  [2, 3, 28, 28],
  [1, 2, 7, 9],
  [2, 1, 5, 14],
  [1, 3, 6, 3],
  [1, 1, 14, 10],
];

/** A pool and its gradient: every window on every shape, and on `more`. */
const pooling = (
  pools: readonly ((x: Tensor, window: Window) => Tensor)[],
  more: () => readonly Tensor[],
) => ({
  run() {
    for (const pool of pools) {
      for (const window of windows) {
        for (const shape of shapes) differentiate((x) => pool(x, window), randomTensor(shape, 31));
        for (const x of more()) differentiate((y) => pool(y, window), x);
      }
    }
  },
  bench: () => differentiate((x) => pools[0]!(x, { kernelSize: 2 }), randomTensor([8, 32, 28, 28], 31)),
});

const average = pooling(
  [
    (x, window) => ops.avgPool2d(x, window),
    (x, window) => ops.avgPool2d(x, { ...window, countIncludePad: false }),
  ],
  () => [],
);
// 24 special values, some in each window; and windows of equal values, of which the first counts.
const max = pooling([(x, window) => ops.maxPool2d(x, window)], () => [
  tensor(specialValues.slice(0, 24), { shape: [1, 1, 4, 6] }),
  full([1, 1, 4, 6], -1),
  full([1, 1, 4, 6], Number.NEGATIVE_INFINITY),
]);

export const poolCases: CasesOf<typeof poolRows> = {
  avgPool2d: { ...average, tolerance: all(1) },
  avgPool2dGrad: { ...average, tolerance: all(1) },
  maxPool2d: { ...max, tolerance: exact },
  maxPool2dGrad: { ...max, tolerance: exact },
};
