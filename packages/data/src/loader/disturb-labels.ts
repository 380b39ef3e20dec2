import { defineKernel, philox } from '@regopt/tensor';

/**
 * `disturbLabels [labels(i32), key] n, probability, classes`: with the given probability, a label is replaced
 * by a random class, which may be its own. Label i uses block i of the draw: word 0 decides, word 1 chooses.
 */
export const disturbLabelsKernel = /* @__PURE__ */ defineKernel(
  { builtIn: 'disturbLabels' },
  ([labels, key], [n, probability, classes]) => {
    const words = new Uint32Array(4);
    for (let i = 0; i < n!; i++) {
      philox(words, key![0]!, key![1]!, i, 0, key![2]!, key![3]!);
      if (words[0]! * 2 ** -32 < probability!) labels![i] = Math.floor(words[1]! * 2 ** -32 * classes!);
    }
  },
);
