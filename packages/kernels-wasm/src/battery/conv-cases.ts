import * as ops from '@regopt/autograd';
import { differentiate } from './differentiate.ts';
import { randomTensor } from './random-tensor.ts';

/** Convolutions, as ops make them; their own test goes over far more sizes. */
export function convolutionCases(): void {
  for (const options of [{}, { padding: 1 }, { stride: 2, padding: 1 }, { dilation: 2 }, { groups: 2 }]) {
    const perGroup = 'groups' in options ? 2 : 4;
    for (const size of [5, 9]) {
      const x = randomTensor([2, 4, size, size + 1], 71);
      const w = randomTensor([6, perGroup, 3, 3], 72);
      differentiate((...[y, v]) => ops.conv2d(y!, v!, undefined, options), x, w);
      differentiate((...[y, v, b]) => ops.conv2d(y!, v!, b, options), x, w, randomTensor([6], 73));
    }
  }
}
