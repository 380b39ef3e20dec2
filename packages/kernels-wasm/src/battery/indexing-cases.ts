import * as ops from '@regopt/autograd';
import { cast, type DType, defineKernel, empty, gatherRows, run, type Tensor, tensor } from '@regopt/tensor';
import type { indexingRows } from '../rows/indexing-rows.ts';
import { differentiate } from './differentiate.ts';
import { all, type CasesOf, exact } from './kernel-case.ts';
import { randomIndices, randomTensor } from './random-tensor.ts';

/** The same kernel as that of @regopt/data's loader. */
export const gatherNormalize = defineKernel(
  { builtIn: 'gatherNormalize' },
  ([out, source, indices, affine], [count, channels, inner]) => {
    for (let i = 0; i < count!; i++) {
      for (let j = 0; j < channels! * inner!; j++) {
        const c = Math.floor(j / inner!);
        const value = source![indices![i]! * channels! * inner! + j];
        out![i * channels! * inner! + j] =
          (value! - affine![c]!) * affine![channels! + c]! + affine![2 * channels! + c]!;
      }
    }
  },
);

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
function normalize([rows, size, count]: Sizes, channels: number, dtype: 'u8' | 'f32', affine: Tensor): void {
  const indices = randomIndices([count], rows, count + 1);
  const [source, out] = [bytes([rows, channels, size], dtype), empty([count, channels, size])];
  run(gatherNormalize, [out, source, indices, affine], [count, channels, size]);
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
    for (const of of sizes) for (const axis of [0, 1] as const) gather(of, axis);
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
      for (const of of sizes) {
        for (const channels of [1, 2, 3]) {
          const affine = randomTensor([3, channels], 6);
          // Bytes without a mean run another loop.
          for (const centred of [affine, ops.mul(affine, tensor([[0], [1], [1]]))])
            for (const dtype of ['u8', 'f32'] as const) normalize(of, channels, dtype, centred);
        }
      }
    },
    bench: () => normalize(batch, 1, 'u8', randomTensor([3, 1], 6)),
    tolerance: all(2),
  },
};
