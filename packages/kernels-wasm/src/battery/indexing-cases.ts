import * as ops from '@regopt/autograd';
import { cast, type DType, defineKernel, empty, gatherRows, run, type Tensor, tensor } from '@regopt/tensor';
import { differentiate } from './differentiate.ts';
import { lengths } from './lengths.ts';
import { randomIndices, randomTensor } from './random-tensor.ts';

// What @regopt/data's loader does to a batch, said again.
const addInPlace = defineKernel({ builtIn: 'addInPlace' }, ([x, y], [n]) => {
  for (let i = 0; i < n!; i++) x![i]! += y![i]!;
});
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

/** Ops that read or add where indices say. */
export function indexingCases(): void {
  for (const n of lengths) run(addInPlace, [randomTensor([n], 8), randomTensor([n], 9)], [n]);
  for (const [rows, size, count] of [
    [7, 1, 20],
    [3, 33, 5],
    [10, 784, 4],
    [5, 16, 0],
    [4, 5, 40],
  ]) {
    const indices = randomIndices([count!], rows!, count! + 1);
    for (const dtype of ['f32', 'i32', 'u8'] as const) gatherRows(bytes([rows!, size!], dtype), indices);
    differentiate((table) => ops.embedding(table, indices), randomTensor([rows!, size!], 3));
    for (const axis of [0, 1]) {
      const places = randomIndices(
        axis === 0 ? [count!, size!] : [rows!, count!],
        axis === 0 ? rows! : size!,
        5,
      );
      differentiate((x) => ops.gather(x, places, { axis }), randomTensor([rows!, size!], 4));
    }
    for (const channels of [1, 2, 3]) {
      const affine = randomTensor([3, channels], 6);
      // Bytes without a mean take another way.
      for (const centred of [affine, ops.mul(affine, tensor([[0], [1], [1]]))])
        for (const dtype of ['u8', 'f32'] as const) {
          const source = bytes([rows!, channels, size!], dtype);
          const out = empty([count!, channels, size!]);
          run(gatherNormalize, [out, source, indices, centred], [count!, channels, size!]);
        }
    }
  }
}

function bytes(shape: readonly number[], dtype: DType): Tensor {
  return cast(ops.abs(randomTensor(shape, 2, 255)), dtype, { rounding: 'truncate' });
}
