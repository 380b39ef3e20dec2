import { contiguous, defineKernel, emptyLike, run, type Tensor } from '@regopt/tensor';

/**
 * `inTopK [out, logits, labels] N, C, k`: out[i] = 1 if fewer than k logits of row i come before the label's,
 * else 0. Larger logits come first, of equal ones that of the lower class; a NaN counts as max.
 */
const inTopKKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'inTopK' },
  ([out, logits, labels], [rows, classes, k]) => {
    for (let row = 0; row < rows!; row++) {
      const x = logits!.subarray(row * classes!, (row + 1) * classes!);
      const label = labels![row]!;
      const own = x[label]!;
      let before = 0;
      for (let c = 0; c < classes!; c++) {
        const value = x[c]!;
        const equal = value === own || (Number.isNaN(value) && Number.isNaN(own));
        const larger = value > own || (Number.isNaN(value) && !Number.isNaN(own));
        if (larger || (equal && c < label)) before++;
      }
      out![row] = before < k! ? 1 : 0;
    }
  },
);

/**
 * For each row 1 if the label is among the k classes of the largest logits, else 0, as i32 `[N]`. Of equal
 * logits the lower class comes first, and a NaN counts as max, as in `argMax`.
 *
 * @param logits `[N, C]`
 * @param labels i32 `[N]`, all in 0..C-1
 */
export function inTopK(logits: Tensor, labels: Tensor, k: number): Tensor {
  const [rows, classes] = logits.shape as [number, number];
  const out = emptyLike(logits, [rows], 'i32');
  run(inTopKKernel, [out, contiguous(logits), labels], [rows, classes, k]);
  return out;
}
