import {
  cast,
  copyInto,
  type DType,
  empty,
  full,
  tensor,
  viewBroadcast,
  viewSlice,
  viewTranspose,
} from '@regopt/tensor';
import { lengths } from './lengths.ts';
import { randomTensor } from './random-tensor.ts';
import { specialValues } from './special-values.ts';

const dtypes: readonly DType[] = ['f32', 'f64', 'i32', 'u8'];

/** Fills and copies: every dtype into every other, views on both sides. */
export function copyCases(): void {
  for (const from of dtypes) {
    for (const n of lengths) full([n], n - 3.7, { dtype: from });
    const special = tensor([...specialValues]);
    for (const to of dtypes) {
      const target = empty([special.size], { dtype: to });
      copyInto(target, cast(special, from));
      for (const [m, n] of [
        [1, 1],
        [5, 3],
        [33, 70],
        [8, 16],
        [4, 0],
      ]) {
        const x = cast(randomTensor([m, n], m, 300), from);
        copyInto(empty([m, n], { dtype: to }), x);
        copyInto(empty([n, m], { dtype: to }), viewTranspose(x));
        copyInto(viewTranspose(empty([n, m], { dtype: to })), x);
        copyInto(empty([3, m, n], { dtype: to }), viewBroadcast(x, [3, m, n]));
        copyInto(viewSlice(empty([m + 3, n], { dtype: to }), 0, 2, m + 2), x);
      }
    }
  }
}
