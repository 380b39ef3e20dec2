import * as ops from '@regopt/autograd';
import { createReferenceBackend, zeros } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { magnitudes } from './battery/magnitudes.ts';
import { createWasmBackend } from './create-wasm-backend.ts';
import { hasRelaxedSimd } from './features.ts';
import { type AccuracyCase, errorsOf } from './testing/accuracy.ts';

const layerNorms = [1e-5, 0].flatMap((epsilon) =>
  [
    [6, 100],
    [5, 7],
    [3, 1000],
    [40, 3],
    [20, 5000],
  ].map(
    ([rows, n]): AccuracyCase => ({
      name: `layerNorm of [${rows}, ${n}], epsilon ${epsilon}`,
      shapes: [[rows, n], [n], [n]],
      op: (x, gamma, beta) => ops.layerNorm(x, { gamma, beta, epsilon }),
    }),
  ),
);

const batches = [
  [40, 23],
  [300, 5],
  [8, 3, 5, 5],
  [4, 2, 40],
];

const batchNorms = [1e-5, 0].flatMap((epsilon) =>
  batches.map(
    (shape): AccuracyCase => ({
      name: `batchNorm of [${shape}], epsilon ${epsilon}`,
      shapes: [shape, [shape[1]], [shape[1]]],
      op: (x, gamma, beta) => ops.batchNorm(x, { gamma, beta, epsilon }).output,
    }),
  ),
);

const statistics = batches.flatMap((shape): AccuracyCase[] => [
  {
    name: `the mean of batchNorm of [${shape}]`,
    shapes: [shape],
    op: (x) => ops.batchNorm(x).statistics.mean,
  },
  {
    name: `the variance of batchNorm of [${shape}]`,
    shapes: [shape],
    op: (x) => ops.batchNorm(x).statistics.variance,
  },
  {
    name: `a running mean after [${shape}]`,
    shapes: [shape],
    op: (x) => {
      const { statistics: batch } = ops.batchNorm(x);
      const running = {
        mean: zeros([shape[1]], { dtype: x.dtype }),
        variance: zeros([shape[1]], { dtype: x.dtype }),
      };
      ops.updateRunningStatistics(running, batch);
      return running.mean;
    },
  },
  {
    name: `normalizeChannels of [${shape}]`,
    shapes: [shape, [shape[1]], [shape[1]]],
    // f32 holds no larger variance.
    largest: 1e18,
    op: (x, gamma, beta) => {
      const lines = ops.reshape(x, [shape[0], shape[1], -1]);
      const mean = ops.noGrad(() =>
        ops.reshape(ops.slice(ops.slice(lines, { end: 1 }), { axis: 2, end: 1 }), [shape[1]]),
      );
      const variance = ops.noGrad(() => ops.add(ops.square(mean), 1e-3));
      return ops.normalizeChannels(x, { mean, variance }, { gamma, beta });
    },
  },
]);

const cases = [...layerNorms, ...batchNorms, ...statistics];

/** How far a result may be off, as a part of the largest number in it: sixteen roundings of that number to f32. */
const bound = 16 * 2 ** -24;

const backends = {
  reference: createReferenceBackend(),
  portable: await createWasmBackend({ threads: 1, relaxed: false }),
  ...(hasRelaxedSimd() && { relaxed: await createWasmBackend({ threads: 1, relaxed: true }) }),
};

describe.each(Object.entries(backends))('on numbers of every size, the %s back end', (_, backend) => {
  it.each(cases.map((given) => [given.name, given] as const))(
    'gives %s and its gradients to sixteen roundings of the largest',
    (_name, given) => {
      for (const [name, of] of magnitudes) {
        if (Math.abs(of(1)) > (given.largest ?? Number.POSITIVE_INFINITY)) continue;
        for (const error of errorsOf(backend, given, of)) expect(error, name).toBeLessThan(bound);
      }
    },
  );
});
