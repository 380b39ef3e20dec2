import * as ops from '@regopt/autograd';
import { full, type Tensor } from '@regopt/tensor';
import type { normalizeRows } from '../rows/normalize-rows.ts';
import { differentiate } from './differentiate.ts';
import { all, type CasesOf, exact } from './kernel-case.ts';
import { randomTensor } from './random-tensor.ts';

/** Also inputs with means far from 0, for which one pass over sums of squares would lose the variance. */
function forInputs(visit: (x: Tensor) => void): void {
  for (const shape of [
    [2, 1],
    [5, 3],
    [128, 33],
    [300, 16],
    [301, 71],
    [2, 3, 1, 2],
    [4, 2, 3, 3],
    [3, 5, 14, 14],
    [2, 2, 40, 40],
    // Rows too long for partial sums.
    [2, 20, 50, 83],
    [5, 0],
  ]) {
    for (const offset of [0, 1000]) visit(ops.add(randomTensor(shape, 21), offset));
  }
}

const columns = (n: number, seed: number) => [randomTensor([n], seed), randomTensor([n], seed + 1)];

function normalizeBatch(x: Tensor): void {
  const channels = x.shape[1]!;
  differentiate(
    (...[y, gamma, beta]) => ops.batchNorm(y!, { gamma, beta }).output,
    x,
    ...columns(channels, 22),
  );
  const { statistics } = ops.batchNorm(x);
  ops.normalizeChannels(x, statistics);
  const running = { mean: randomTensor([channels], 24), variance: full([channels], 1) };
  for (const momentum of [0.1, 0, 1]) ops.updateRunningStatistics(running, statistics, { momentum });
}
function normalizeLines(x: Tensor): void {
  const n = x.shape[1]!;
  differentiate((...[y, gamma, beta]) => ops.layerNorm(y!, { gamma, beta }), x, ...columns(n, 25));
}

const batchNorm = {
  run: () => forInputs(normalizeBatch),
  bench: () => normalizeBatch(randomTensor([256, 256], 21)),
};
const layerNorm = {
  run: () =>
    forInputs((x) => {
      const [rows, channels] = x.shape as [number, number];
      if (x.size > 0) normalizeLines(x.rank === 2 ? x : ops.reshape(x, [rows * channels, -1]));
    }),
  bench: () => normalizeLines(randomTensor([256, 256], 21)),
};

export const normalizeCases: CasesOf<typeof normalizeRows> = {
  batchNorm: { ...batchNorm, tolerance: all(4) },
  batchNormGrad: { ...batchNorm, tolerance: all(200) },
  batchNormRunning: { ...batchNorm, tolerance: exact },
  batchNormTraining: { ...batchNorm, tolerance: all(4) },
  layerNorm: { ...layerNorm, tolerance: all(4) },
  layerNormGrad: { ...layerNorm, tolerance: all(100) },
};
