import * as ops from '@regopt/autograd';
import { createLoader, type Normalization } from '@regopt/data';
import { cast, type DType, gatherRows, type Tensor, zeros } from '@regopt/tensor';
import type { indexingRows } from '../rows/indexing-rows.ts';
import { differentiate } from './differentiate.ts';
import { all, type CasesOf, exact } from './kernel-case.ts';
import { randomIndices, randomTensor } from './random-tensor.ts';

const sizes = [
  [7, 1, 20],
  [3, 33, 5],
  [10, 784, 4],
  [5, 16, 0],
  [4, 5, 40],
] as const;
/** A batch of digits. */
const batch = [128, 784, 128] as const;

type Sizes = readonly [rows: number, size: number, count: number];

function bytes(shape: readonly number[], dtype: DType): Tensor {
  return cast(ops.abs(randomTensor(shape, 2, 255)), dtype, { rounding: 'truncate' });
}

function embed([rows, size, count]: Sizes): void {
  const indices = randomIndices([count], rows, count + 1);
  differentiate((table) => ops.embedding(table, indices), randomTensor([rows, size], 3));
}
function gather([rows, size, count]: Sizes, axis: 0 | 1): void {
  const [shape, limit] = axis === 0 ? [[count, size], rows] : [[rows, count], size];
  const places = randomIndices(shape, limit, 5);
  differentiate((x) => ops.gather(x, places, { axis }), randomTensor([rows, size], 4));
}
/** A shuffled batch of the loader: `count` examples of `channels` channels of `size` elements. */
function normalize(
  [count, channels, size]: readonly [number, number, number],
  dtype: 'u8' | 'f32',
  normalize: Normalization,
): void {
  const dataset = { inputs: bytes([2 * count, channels, size], dtype), targets: zeros([2 * count]) };
  createLoader(dataset, { batchSize: count, shuffle: true, normalize }).batch(0, 0);
}

/** Each row of a table, by its index; the gradient adds rows up. */
const byRow = {
  run() {
    for (const [rows, size, count] of sizes) {
      const indices = randomIndices([count], rows, count + 1);
      for (const dtype of ['f32', 'i32', 'u8'] as const) gatherRows(bytes([rows, size], dtype), indices);
      embed([rows, size, count]);
    }
  },
  bench: () => embed(batch),
};
const byElement = {
  run() {
    for (const size of sizes) for (const axis of [0, 1] as const) gather(size, axis);
  },
  bench: () => gather([256, 256, 256], 1),
};

export const indexingCases: CasesOf<typeof indexingRows> = {
  gatherRows: { ...byRow, tolerance: exact },
  scatterAddRows: { ...byRow, tolerance: exact },
  gatherAxis: { ...byElement, tolerance: exact },
  scatterAddAxis: { ...byElement, tolerance: exact },
  gatherNormalize: {
    run() {
      for (const size of [0, 1, 5, 16, 40, 784]) {
        for (const channels of [1, 2, 3]) {
          // Bytes of a mean that is many deviations from 0 run another loop.
          for (const deviation of [0.3, 0.001]) {
            const mean = [0.5, 0.25, -0.4].slice(0, channels);
            const standardDeviation = mean.map((_, channel) => deviation * (channel + 1));
            for (const dtype of ['u8', 'f32'] as const)
              normalize([5, channels, size], dtype, { mean, standardDeviation });
          }
        }
      }
    },
    bench: () => normalize([128, 1, 784], 'u8', { mean: 0.13, standardDeviation: 0.31 }),
    tolerance: all(2),
  },
};
