import * as ops from '@regopt/autograd';
import { full, type Tensor, tensor } from '@regopt/tensor';
import { differentiate } from './differentiate.ts';
import { randomTensor } from './random-tensor.ts';
import { specialValues } from './special-values.ts';

/** Layers and their gradients. */
export function layerCases(): void {
  normalization();
  pooling();
}

function normalization(): void {
  for (const shape of [
    [2, 1],
    [5, 3],
    [128, 33],
    [300, 16],
    [301, 71],
    [2, 3, 1, 2],
    [4, 2, 3, 3],
    [3, 5, 14, 14],
    [2, 2, 40, 40],
    // Rows too long for partial sums.
    [2, 20, 50, 83],
    [5, 0],
  ]) {
    const channels = shape[1];
    // A mean far from 0: one pass over sums of squares would lose the variance.
    for (const offset of [0, 1000]) {
      const x = ops.add(randomTensor(shape, 21), offset);
      const affine = [randomTensor([channels!], 22), randomTensor([channels!], 23)];
      differentiate((...[y, gamma, beta]) => ops.batchNorm(y!, { gamma, beta }).output, x, ...affine);
      const { statistics } = ops.batchNorm(x);
      ops.normalizeChannels(x, statistics);
      const running = { mean: randomTensor([channels!], 24), variance: full([channels!], 1) };
      for (const momentum of [0.1, 0, 1]) ops.updateRunningStatistics(running, statistics, { momentum });
      const rows = x.rank === 2 ? x : ops.reshape(x, [shape[0]! * channels!, shape[2]! * shape[3]!]);
      const n = rows.shape[1];
      if (n === 0) continue;
      const perColumn = [randomTensor([n!], 25), randomTensor([n!], 26)];
      differentiate((...[y, gamma, beta]) => ops.layerNorm(y!, { gamma, beta }), rows, ...perColumn);
    }
  }
}

function pooling(): void {
  const windows = [
    { kernelSize: 2 },
    { kernelSize: 3, stride: 2, padding: 1 },
    { kernelSize: [1, 3] as const, stride: [2, 1] as const },
    { kernelSize: 3, stride: 4 },
    { kernelSize: 2, stride: 1 },
  ];
  for (const shape of [
    [1, 1, 4, 4],
    [2, 3, 28, 28],
    [1, 2, 7, 9],
    [2, 1, 5, 14],
    [1, 3, 6, 3],
    [1, 1, 14, 10],
  ]) {
    for (const window of windows) {
      const pools: readonly ((x: Tensor) => Tensor)[] = [
        (x) => ops.maxPool2d(x, window),
        (x) => ops.avgPool2d(x, window),
        (x) => ops.avgPool2d(x, { ...window, countIncludePad: false }),
      ];
      for (const pool of pools) differentiate(pool, randomTensor(shape, 31));
    }
  }
  // 24 special values, each window with some; and windows of equal values, of which the first counts.
  const special = tensor(specialValues.slice(0, 24), { shape: [1, 1, 4, 6] });
  for (const x of [special, full([1, 1, 4, 6], -1), full([1, 1, 4, 6], Number.NEGATIVE_INFINITY)]) {
    for (const window of windows) differentiate((y) => ops.maxPool2d(y, window), x);
  }
}
