import * as ops from '@regopt/autograd';
import {
  bernoulli,
  createGenerator,
  defineKernel,
  normal,
  philox,
  run,
  tensor,
  uniform,
} from '@regopt/tensor';
import { differentiate } from './differentiate.ts';
import { lengths } from './lengths.ts';
import { randomIndices, randomTensor } from './random-tensor.ts';

/** What @regopt/data's loader does to labels, said again. */
const disturbLabels = defineKernel(
  { builtIn: 'disturbLabels' },
  ([labels, key], [n, probability, classes]) => {
    const words = new Uint32Array(4);
    for (let i = 0; i < n!; i++) {
      philox(words, key![0]!, key![1]!, i, 0, key![2]!, key![3]!);
      if (words[0]! * 2 ** -32 < probability!) labels![i] = Math.floor(words[1]! * 2 ** -32 * classes!);
    }
  },
);

/** Everything that is drawn from a generator. */
export function randomCases(): void {
  const generator = createGenerator(2n ** 63n + 2n ** 31n + 7n);
  generator.load({ ...generator.state(), draws: 2 ** 33 + 5 });
  for (const n of lengths) {
    uniform([n], generator);
    uniform([n], generator, { low: -0.3, high: 1.7 });
    normal([n], generator);
    normal([n], generator, { mean: 3, standardDeviation: 0.1 });
    for (const probability of [0, 0.3, 1]) bernoulli([n], generator, { probability });
    for (const probability of [0.1, 0.5, 1]) {
      differentiate((x) => ops.dropout(x, { probability, generator }), randomTensor([n], n));
      for (const inner of [1, 3, 4, 9]) {
        differentiate(
          (x) => ops.dropoutChannels(x, { probability, generator }),
          randomTensor([1, n, inner], n),
        );
      }
    }
    run(disturbLabels, [randomIndices([n], 10, n), generator.draw()], [n, 0.4, 10]);
  }
  // Every draw of the largest and the smallest 24 bits lies on the right side of the probability.
  const edge = tensor(Float32Array.from({ length: 4096 }, () => 1));
  for (const probability of [2 ** -24, 1 - 2 ** -24, 2 ** -30, 1 / 3]) {
    ops.dropout(edge, { probability, generator });
  }
}
