import * as ops from '@regopt/autograd';
import type { convRows } from '../rows/conv-rows.ts';
import { differentiate } from './differentiate.ts';
import { all, type CasesOf } from './kernel-case.ts';
import { randomTensor } from './random-tensor.ts';

/** Convolutions, as ops make them; their own test goes over far more sizes. */
const convolution = {
  run() {
    for (const options of [{}, { padding: 1 }, { stride: 2, padding: 1 }, { dilation: 2 }, { groups: 2 }]) {
      const perGroup = 'groups' in options ? 2 : 4;
      for (const size of [5, 9]) {
        const x = randomTensor([2, 4, size, size + 1], 71);
        const w = randomTensor([6, perGroup, 3, 3], 72);
        differentiate((...[y, v]) => ops.conv2d(y!, v!, undefined, options), x, w);
        differentiate((...[y, v, b]) => ops.conv2d(y!, v!, b, options), x, w, randomTensor([6], 73));
      }
    }
  },
  // The second layer of a digit classifier.
  bench() {
    const [x, w] = [randomTensor([8, 32, 14, 14], 71), randomTensor([64, 32, 3, 3], 72)];
    differentiate((...[y, v]) => ops.conv2d(y!, v!, undefined, { padding: 1 }), x, w);
    differentiate((...[y, v, b]) => ops.conv2d(y!, v!, b, { padding: 1 }), x, w, randomTensor([64], 73));
  },
};

export const convCases: CasesOf<typeof convRows> = {
  conv2d: { ...convolution, tolerance: all(128) },
  conv2dBias: { ...convolution, tolerance: all(128) },
  conv2dInputGrad: { ...convolution, tolerance: all(128) },
  conv2dWeightGrad: { ...convolution, tolerance: all(128) },
};
