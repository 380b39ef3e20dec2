import * as ops from '@regopt/autograd';
import { createLoader } from '@regopt/data';
import {
  type Backend,
  createReferenceBackend,
  scope,
  type Tensor,
  tensor,
  withBackend,
  zeros,
} from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { createWasmBackend } from '../runtime/create-wasm-backend.ts';
import { hasRelaxedSimd } from '../runtime/features.ts';
import { type AccuracyCase, errorsOf } from '../testing/accuracy.ts';
import { randomFloats } from '../testing/random-floats.ts';
import { magnitudes } from './magnitudes.ts';

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
      shapes: [[rows!, n!], [n!], [n!]],
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
      shapes: [shape, [shape[1]!], [shape[1]!]],
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
        mean: zeros([shape[1]!], { dtype: x.dtype }),
        variance: zeros([shape[1]!], { dtype: x.dtype }),
      };
      ops.updateRunningStatistics(running, batch);
      return running.mean;
    },
  },
  {
    name: `normalizeChannels of [${shape}]`,
    shapes: [shape, [shape[1]!], [shape[1]!]],
    // The max whose variance f32 can represent.
    largest: 1e18,
    op: (x, gamma, beta) => {
      const lines = ops.reshape(x, [shape[0]!, shape[1]!, -1]);
      const mean = ops.noGrad(() =>
        ops.reshape(ops.slice(ops.slice(lines, { end: 1 }), { axis: 2, end: 1 }), [shape[1]!]),
      );
      const variance = ops.noGrad(() => ops.add(ops.square(mean), 1e-3));
      return ops.normalizeChannels(x, { mean, variance }, { gamma, beta });
    },
  },
]);

/** [shape, axis]: rows, few and many columns, all axes, channels, and axes that are not adjacent. */
const reduced: readonly (readonly [number[], number | number[] | undefined])[] = [
  [[6, 100], 1],
  [[3, 3000], 1],
  [[100, 6], 0],
  [[3000, 3], 0],
  [[300, 71], 0],
  [[2, 37, 9], 1],
  [[40_000], undefined],
  [
    [4, 3, 5, 7],
    [0, 2, 3],
  ],
  [
    [6, 4, 30],
    [0, 2],
  ],
];

const reductions = reduced.flatMap(([shape, axis]): AccuracyCase[] => {
  const of = `over ${axis === undefined ? 'all' : `axis ${axis}`} of [${shape}]`;
  const options = axis === undefined ? {} : { axis };
  return [
    { name: `sum ${of}`, shapes: [shape], op: (x) => ops.sum(x, options), relativeTo: 'inputs' },
    { name: `mean ${of}`, shapes: [shape], op: (x) => ops.mean(x, options), relativeTo: 'inputs' },
    { name: `variance ${of}`, shapes: [shape], op: (x) => ops.variance(x, options) },
    { name: `max ${of}`, shapes: [shape], op: (x) => ops.max(x, options) },
    { name: `logsumexp ${of}`, shapes: [shape], op: (x) => ops.logsumexp(x, options) },
    ...(typeof axis === 'number'
      ? [
          { name: `softmax ${of}`, shapes: [shape] as const, op: (x: Tensor) => ops.softmax(x, { axis }) },
          {
            name: `logSoftmax ${of}`,
            shapes: [shape] as const,
            op: (x: Tensor) => ops.logSoftmax(x, { axis }),
          },
        ]
      : []),
  ];
});

const labels = () => tensor(Int32Array.from({ length: 33 }, (_, i) => i % 10));
const losses: readonly AccuracyCase[] = [
  // Squares of numbers above 1.8e19 overflow f32.
  { name: 'mse', shapes: [[300], [300]], sized: 2, largest: 1e18, op: (x, target) => ops.mse(x, target) },
  { name: 'huber', shapes: [[300], [300]], sized: 2, op: (x, target) => ops.huber(x, target) },
  { name: 'crossEntropy', shapes: [[33, 10]], op: (x) => ops.crossEntropy(x, labels()) },
  {
    name: 'crossEntropy of rows',
    shapes: [[33, 10]],
    op: (x) => ops.crossEntropy(x, labels(), { reduction: 'none', labelSmoothing: 0.1 }),
  },
];

const cases = [...layerNorms, ...batchNorms, ...statistics, ...reductions, ...losses];

/**
 * Max error of a result, relative to its max absolute value: sixteen roundings of that number to f32. For a
 * sum, whose terms may cancel, relative to the sum of absolute values.
 */
const bound = 16 * 2 ** -24;

const backends = {
  reference: createReferenceBackend(),
  portable: await createWasmBackend({ threads: 1, relaxed: false }),
  ...(hasRelaxedSimd() && { relaxed: await createWasmBackend({ threads: 1, relaxed: true }) }),
};

describe('on numbers of every size, each back end', () => {
  it.each(cases.map((given) => [given.name, given] as const))(
    'gives %s and its gradients to sixteen roundings of the largest',
    (_name, given) => {
      for (const [name, of] of magnitudes) {
        if (Math.abs(of(1)) > (given.largest ?? Number.POSITIVE_INFINITY)) continue;
        const errors = errorsOf(Object.values(backends), given, of);
        for (const [i, backend] of Object.keys(backends).entries()) {
          for (const error of errors[i]!) expect(error, `${backend}, ${name}`).toBeLessThan(bound);
        }
      }
    },
  );
});

const rowOf = (n: number) => Array.from({ length: n }, (_, i) => (i === 1 ? 3 : -15 - i / 8));
/**
 * Values close to 0 for a confident prediction: every element of value and gradient must keep its own digits.
 */
const sureCases: readonly (readonly [
  name: string,
  x: readonly (readonly number[])[],
  op: (x: Tensor) => Tensor,
])[] = [
  ...[
    [[-17.5, 0]],
    [[-8, 30, 0.5]],
    [rowOf(10), rowOf(10), rowOf(10), rowOf(10), rowOf(10)],
    [rowOf(70)],
  ].flatMap((x) => {
    const labels = () => tensor(new Int32Array(x.length).fill(1));
    const of = `of ${x.length} rows of ${x[0]!.length}`;
    const classWeights = x[0]!.map((_, i) => i + 2);
    const columns = (y: Tensor) => ops.transpose(y, 0, 1);
    return [
      [`crossEntropy ${of}`, x, (y: Tensor) => ops.crossEntropy(y, labels())],
      [`crossEntropy with weights ${of}`, x, (y: Tensor) => ops.crossEntropy(y, labels(), { classWeights })],
      [`crossEntropy, summed, ${of}`, x, (y: Tensor) => ops.crossEntropy(y, labels(), { reduction: 'sum' })],
      [`logSoftmax of the sure class ${of}`, x, (y: Tensor) => ops.sum(sureOf(ops.logSoftmax(y)))],
      [
        `logSoftmax of columns, the sure class ${of}`,
        x,
        (y: Tensor) => ops.sum(sureOf(columns(ops.logSoftmax(columns(y), { axis: 0 })))),
      ],
      [
        `logsumexp less the largest ${of}`,
        x,
        (y: Tensor) => ops.sum(ops.logsumexp(ops.sub(y, x[0]![1]!), { axis: 1 })),
      ],
    ] as const;
  }),
  ...[
    ops.softplus,
    ops.silu,
    ops.sigmoid,
    (y: Tensor) => ops.gelu(y),
    (y: Tensor) => ops.gelu(y, { approximate: 'tanh' }),
  ].map(
    (op, i) => [`activation ${i} far below 0`, [[-5, -6.5, -8, -10]], (y: Tensor) => ops.sum(op(y))] as const,
  ),
  [
    'binaryCrossEntropyWithLogits',
    [[-17.5, -30, -60]],
    (y) => ops.binaryCrossEntropyWithLogits(y, ops.zerosLike(y), { reduction: 'sum' }),
  ],
];

/** The logits of class 1. */
const sureOf = (y: Tensor) => ops.slice(y, { axis: 1, start: 1, end: 2 });

describe.each(Object.entries(backends))('where a prediction is sure, the %s back end', (_, backend) => {
  it.each(sureCases)('keeps the digits of %s', (_name, x, op) => {
    const of = (on: Backend, dtype: 'f32' | 'f64') =>
      withBackend(on, () =>
        scope(() => {
          const leaf = ops.parameter(
            tensor(
              x.map((row) => row.map(Math.fround)),
              { dtype },
            ),
          );
          const y = op(leaf);
          return [y.item(), ...ops.backward(y).get(leaf)!.toArray()];
        }),
      );
    const exact = of(createReferenceBackend(), 'f64');
    for (const [i, value] of of(backend, 'f32').entries()) {
      expect(Math.abs(value - exact[i]!), `${value} for ${exact[i]}`).toBeLessThanOrEqual(
        1e-5 * Math.abs(exact[i]!),
      );
    }
  });
});

describe.each(Object.entries(backends))('a batch normalised on the %s back end', (_, backend) => {
  it.each([0, 1e3, 1e6, 1e7, -1e7])('keeps the digits of f32 inputs around %s', (center) =>
    withBackend(backend, () =>
      scope(() => {
        const x = Float32Array.from(randomFloats(64, 5), (value) => center + 8 * value);
        const mean = center + 0.3;
        const dataset = { inputs: tensor(x, { shape: [1, 64] }), targets: zeros([1]) };
        const normalize = { mean, standardDeviation: 3 };
        const { x: out } = createLoader(dataset, { batchSize: 1, normalize }).batch(0, 0);
        for (const [i, value] of out.toArray().entries()) expect(value).toBeCloseTo((x[i]! - mean) / 3, 5);
      }),
    ),
  );
});
