import * as ops from '@regopt/autograd';
import { createLoader } from '@regopt/data';
import {
  bernoulli,
  createGenerator,
  type Generator,
  normal,
  ones,
  philox,
  tensor,
  uniform,
  zeros,
} from '@regopt/tensor';
import type { randomRows } from '../rows/random-rows.ts';
import { noteKernels } from '../testing/note-kernels.ts';
import { differentiate } from './differentiate.ts';
import { benchSize, type CasesOf, element, exact } from './kernel-case.ts';
import { lengths } from './lengths.ts';
import { randomIndices, randomTensor } from './random-tensor.ts';

/** A generator whose seed and count have bits above the 31st. */
function createLateGenerator(): Generator {
  const generator = createGenerator(2n ** 63n + 2n ** 31n + 7n);
  generator.load({ ...generator.state(), draws: 2 ** 33 + 5 });
  return generator;
}

/** Draws of each length. */
const drawing = (draw: (n: number, generator: Generator) => void) => ({
  run() {
    const generator = createLateGenerator();
    for (const n of lengths) draw(n, generator);
  },
  bench: () => draw(benchSize, createLateGenerator()),
});

/** Draws 37 numbers with each of them as the probability: an equal number is not below the probability. */
function drawAtEqual(draw: (options: { probability: number; generator: Generator }) => void): void {
  const generator = createLateGenerator();
  const state = generator.state();
  for (const probability of uniform([37], generator).toArray()) {
    generator.load(state);
    draw({ probability, generator });
  }
}

const bernoulliDraws = drawing((n, generator) => {
  for (const probability of [0, 0.3, 1]) bernoulli([n], generator, { probability });
});

/** The loader replaces labels of a batch of n, with this probability. */
const disturbLabels = (n: number, labelNoise = 0.4) =>
  createLoader(
    { inputs: zeros([n, 1]), targets: randomIndices([n], 10, n), classes: 10 },
    { batchSize: n, labelNoise, seed: 2n ** 63n + 7n },
  ).batch(0, 0);

const dropout = drawing((n, generator) => {
  for (const probability of [0.1, 0.5, 1])
    differentiate((x) => ops.dropout(x, { probability, generator }), randomTensor([n], n));
});

const channelDraws = drawing((n, generator) => {
  for (const probability of [0.1, 0.5, 1]) {
    for (const inner of [1, 3, 4, 9])
      differentiate(
        (x) => ops.dropoutChannels(x, { probability, generator }),
        randomTensor([1, n, inner], n),
      );
  }
});

export const randomCases: CasesOf<typeof randomRows> = {
  uniform: {
    ...drawing((n, generator) => {
      uniform([n], generator);
      uniform([n], generator, { low: -0.3, high: 1.7 });
    }),
    tolerance: exact,
  },
  normal: {
    ...drawing((n, generator) => {
      normal([n], generator);
      normal([n], generator, { mean: 3, standardDeviation: 0.1 });
    }),
    tolerance: exact,
  },
  bernoulli: {
    ...bernoulliDraws,
    run() {
      bernoulliDraws.run();
      drawAtEqual(({ probability, generator }) => bernoulli([37], generator, { probability }));
    },
    tolerance: exact,
  },
  dropout: {
    ...dropout,
    run() {
      dropout.run();
      drawAtEqual((options) => ops.dropout(ones([37]), options));
      // Every draw of the max and the min of 24 bits is on the correct side of the probability.
      const edge = tensor(Float32Array.from({ length: 4096 }, () => 1));
      const generator = createLateGenerator();
      for (const probability of [2 ** -24, 1 - 2 ** -24, 2 ** -30, 1 / 3])
        ops.dropout(edge, { probability, generator });
    },
    tolerance: element(1),
  },
  dropoutChannels: {
    run() {
      channelDraws.run();
      drawAtEqual((options) => ops.dropoutChannels(ones([1, 37, 3]), options));
    },
    bench() {
      const generator = createLateGenerator();
      ops.dropoutChannels(randomTensor([16, 64, 64], 1), { probability: 0.3, generator });
    },
    tolerance: element(1),
  },
  disturbLabels: {
    run() {
      for (const n of lengths) if (n > 0) disturbLabels(n);
      // The first word of each label's block as the probability: an equal number is not below it.
      const words = new Uint32Array(4);
      const blocks: number[] = [];
      noteKernels(
        () => disturbLabels(37),
        ({ kernel, before: [, key] }) => {
          if (kernel.name !== 'disturbLabels') return;
          for (let i = 0; i < 37; i++) {
            philox(words, key![0]!, key![1]!, i, 0, key![2]!, key![3]!);
            blocks.push(words[0]!);
          }
        },
      );
      for (const word of blocks) disturbLabels(37, word * 2 ** -32);
    },
    bench: () => void disturbLabels(benchSize),
    tolerance: exact,
  },
};
