import {
  copyKernel,
  type DType,
  empty,
  run,
  type Tensor,
  tensor,
  viewBroadcast,
  viewPermute,
  viewSlice,
  viewTranspose,
  walkNumbers,
} from '@regopt/tensor';
import { randomTensor } from './random-tensor.ts';
import { specialValues } from './special-values.ts';

const dtypes: readonly DType[] = ['f32', 'f64', 'i32', 'u8'];

/**
 * The kernel alone: `copyInto` refuses numbers that a dtype does not hold, the kernel converts them as typed
 * arrays do.
 */
function copy(target: Tensor, source: Tensor): void {
  run(copyKernel, [target, source], walkNumbers(target.shape, [target.strides, source.strides]));
}

function converted(x: Tensor, dtype: DType): Tensor {
  const result = empty(x.shape, { dtype });
  copy(result, x);
  return result;
}

/** Copies: every dtype into every other, views on both sides. */
export const copyCase = {
  run() {
    for (const from of dtypes) {
      const special = tensor([...specialValues]);
      for (const to of dtypes) {
        const target = empty([special.size], { dtype: to });
        copy(target, converted(special, from));
        for (const [m, n] of [
          [1, 1],
          [5, 3],
          [33, 70],
          [8, 16],
          [4, 0],
        ] as const) {
          const x = converted(randomTensor([m, n], m, 300), from);
          copy(empty([m, n], { dtype: to }), x);
          copy(empty([n, m], { dtype: to }), viewTranspose(x));
          copy(viewTranspose(empty([n, m], { dtype: to })), x);
          copy(empty([3, m, n], { dtype: to }), viewBroadcast(x, [3, m, n]));
          copy(empty([n, 3, m], { dtype: to }), viewPermute(viewBroadcast(x, [3, m, n]), [2, 0, 1]));
          copy(viewSlice(empty([m + 3, n], { dtype: to }), 0, 2, m + 2), x);
        }
      }
    }
  },
  bench() {
    const x = randomTensor([256, 256], 1);
    copy(empty([256, 256]), x);
    copy(empty([256, 256]), viewTranspose(x));
    converted(x, 'u8');
  },
};
