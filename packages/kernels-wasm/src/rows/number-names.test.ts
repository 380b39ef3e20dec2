import { readFileSync } from 'node:fs';
import * as ops from '@regopt/autograd';
import { createLoader } from '@regopt/data';
import { clipGradNorm } from '@regopt/optim';
import {
  bernoulli,
  createGenerator,
  full,
  gatherRows,
  normal,
  ones,
  tensor,
  uniform,
  zeros,
} from '@regopt/tensor';
import { confusion, meanAbsoluteError, topK } from '@regopt/training';
import { describe, expect, it } from 'vitest';
import { differentiate } from '../battery/differentiate.ts';
import { noteKernels } from '../testing/note-kernels.ts';

/** The names of an enum's members, a class's fields or constants in files of assembly, by their place. */
function namesIn(files: string): string[] {
  const names: string[] = [];
  for (const file of files.split(' ')) {
    const text = readFileSync(new URL(`../../assembly/${file}`, import.meta.url), 'utf8');
    const members = [...text.matchAll(/^ {2}(\w+)(?:,|: (?:i32|f64);)$/gm)].map(([, name]) => name!);
    Object.assign(names, members);
    for (const [, name, place] of text.matchAll(/^const ([A-Z]+): i32 = (\d);$/gm))
      names[Number(place)] = name!.toLowerCase();
    if (/\bELEMENTS\b/.test(text)) names[0] = 'n';
  }
  return names;
}

/** The name of a number after the named ones: an activation, a flag of one kernel, or a size. */
const after = 'after the named ones';

function loadBatch(): void {
  const dataset = { inputs: zeros([2, 3, 4]), targets: zeros([2], { dtype: 'i32' }), classes: 7 };
  const normalize = { mean: [0, 1, 2], standardDeviation: 1 };
  createLoader(dataset, { batchSize: 2, labelNoise: 0.25, normalize }).batch(0, 0);
}

const threeRows = () => [zeros([3, 5]), zeros([3], { dtype: 'i32' })] as const;

/** Files that name numbers in order; a kernel, a call of its op, and its numbers by these names. */
const families: [files: string, kernel: string, call: () => void, numbers: Record<string, number>][] = [
  [
    'product/product-number.ts',
    'matmul',
    () => ops.matmul(zeros([2, 3, 4]), ops.transpose(zeros([2, 5, 4]))),
    {
      ...{ batch: 2, m: 3, n: 5, k: 4, aBatch: 12, aRow: 4, aColumn: 1 },
      ...{ bBatch: 20, bRow: 1, bColumn: 4, activation: 0 },
    },
  ],
  [
    'conv/geometry.ts',
    'conv2d',
    () =>
      ops.conv2d(zeros([2, 4, 19, 22]), zeros([6, 2, 3, 5]), undefined, {
        ...{ stride: [2, 3], padding: [1, 6], dilation: [4, 2], groups: 2 },
      }),
    {
      ...{ batch: 2, channels: 4, height: 19, width: 22, outputs: 6, kernelHeight: 3, kernelWidth: 5 },
      ...{ outHeight: 7, outWidth: 9, strideH: 2, strideW: 3, padH: 1, padW: 6, dilationH: 4, dilationW: 2 },
      ...{ groups: 2, [after]: 0 },
    },
  ],
  [
    'pool/window.ts',
    'avgPool2d',
    () => ops.avgPool2d(zeros([3, 5, 9, 16]), { kernelSize: [2, 4], stride: [3, 5], padding: [0, 1] }),
    {
      ...{ planes: 15, height: 9, width: 16, outHeight: 3, outWidth: 3, kernelHeight: 2, kernelWidth: 4 },
      ...{ strideHeight: 3, strideWidth: 5, padHeight: 0, padWidth: 1, [after]: 1 },
    },
  ],
  [
    'reduce/axis-number.ts',
    'variance',
    () => ops.variance(zeros([2, 3, 4]), { axis: 1 }),
    { outer: 2, n: 3, inner: 4, divisor: 2 },
  ],
  [
    'indexing/gather-number.ts',
    'gatherAxis',
    () => ops.gather(zeros([2, 3, 4]), zeros([2, 5, 4], { dtype: 'i32' }), { axis: 1 }),
    { outer: 2, nx: 3, nOut: 5, inner: 4 },
  ],
  [
    'loss/label-number.ts',
    'crossEntropyMean',
    () =>
      ops.crossEntropy(zeros([2, 3]), tensor([0, 2], { dtype: 'i32' }), {
        ...{ labelSmoothing: 0.25, ignoreIndex: 7, classWeights: ones([3]) },
      }),
    { rows: 2, classes: 3, smoothing: 0.25, ignoreIndex: 7, weighted: 1 },
  ],
  [
    'channel-number.ts normalize/batch-norm.ts',
    'batchNormTraining',
    () => ops.batchNorm(zeros([2, 3, 4]), { epsilon: 0.5 }),
    { batch: 2, channels: 3, inner: 4, epsilon: 0.5 },
  ],
  [
    'normalize/batch-norm-running.ts',
    'batchNormRunning',
    () => {
      const statistics = { mean: zeros([3]), variance: ones([3]), count: 5 };
      ops.updateRunningStatistics({ mean: zeros([3]), variance: ones([3]) }, statistics, { momentum: 0.25 });
    },
    { channels: 3, factor: 0.25, unbias: 5 / 4 },
  ],
  [
    'normalize/layer-norm.ts',
    'layerNorm',
    () => ops.layerNorm(zeros([2, 3, 4]), { shape: [4], epsilon: 0.5 }),
    { count: 6, length: 4, epsilon: 0.5 },
  ],
  [
    'normalize/layer-norm-grad.ts',
    'layerNormGrad',
    () => differentiate((x) => ops.layerNorm(x, { shape: [4] }), zeros([2, 3, 4])),
    { count: 6, length: 4 },
  ],
  ['reduce/sum-all.ts', 'sumAll', () => ops.mean(zeros([6])), { n: 6, divisor: 6 }],
  [
    'channel-number.ts reduce/sum-channels.ts',
    'sumChannels',
    () => ops.mean(zeros([2, 3, 4]), { axis: [0, 2] }),
    { batch: 2, channels: 3, inner: 4, divisor: 8 },
  ],
  [
    'reduce/sum-integers.ts',
    'sumIntegers',
    () => ops.mean(zeros([2, 3], { dtype: 'u8' }), { axis: 1 }),
    { outer: 2, length: 3, divisor: 3 },
  ],
  [
    'indexing/gather-rows.ts',
    'gatherRows',
    () => gatherRows(zeros([5, 3]), tensor([1, 4], { dtype: 'i32' })),
    { count: 2, size: 3 },
  ],
  [
    'indexing/scatter-add-rows.ts',
    'scatterAddRows',
    () => differentiate((x) => ops.embedding(x, tensor([1, 4], { dtype: 'i32' })), zeros([5, 3])),
    { count: 2, size: 3 },
  ],
  [
    'loss/binary-cross-entropy.ts',
    'binaryCrossEntropy',
    () => ops.binaryCrossEntropyWithLogits(zeros([6]), zeros([6]), { posWeight: ones([6]) }),
    { n: 6, weighted: 1 },
  ],
  [
    'elementwise/clamp.ts',
    'clamp',
    () => ops.clamp(zeros([6]), { min: -1, max: 2 }),
    { n: 6, low: -1, high: 2 },
  ],
  ['elementwise/fill.ts', 'fill', () => full([6], 0.5), { n: 6, value: 0.5 }],
  [
    'random/uniform.ts',
    'uniform',
    () => uniform([6], createGenerator(1), { low: -1, high: 2 }),
    { n: 6, low: -1, high: 2 },
  ],
  [
    'random/normal.ts',
    'normal',
    () => normal([6], createGenerator(1), { mean: 3, standardDeviation: 2 }),
    { n: 6, mean: 3, deviation: 2 },
  ],
  [
    'random/bernoulli.ts',
    'bernoulli',
    () => bernoulli([6], createGenerator(1), { probability: 0.25 }),
    { n: 6, probability: 0.25 },
  ],
  [
    'random/dropout.ts',
    'dropout',
    () => ops.dropout(zeros([6]), { probability: 0.25, generator: createGenerator(1) }),
    { n: 6, probability: 0.25 },
  ],
  [
    'random/dropout-channels.ts',
    'dropoutChannels',
    () => ops.dropoutChannels(zeros([2, 3, 4]), { probability: 0.25, generator: createGenerator(1) }),
    { planes: 6, length: 4, probability: 0.25 },
  ],
  ['random/disturb-labels.ts', 'disturbLabels', loadBatch, { n: 2, probability: 0.25, classes: 7 }],
  ['metrics/in-top-k.ts', 'inTopK', () => topK(4).update(...threeRows()), { rows: 3, classes: 5, k: 4 }],
  ['metrics/count-pairs.ts', 'countPairs', () => confusion().update(...threeRows()), { n: 3, width: 5 }],
  [
    'metrics/add-moments.ts',
    'addMoments',
    () => meanAbsoluteError().update(zeros([3, 5]), zeros([3, 5])),
    { n: 3, columns: 5 },
  ],
  ['channel-number.ts', 'gatherNormalize', loadBatch, { batch: 2, channels: 3, inner: 4 }],
  [
    'optimize/clip-numbers.ts',
    'clipFactor',
    () => clipGradNorm(new Map([2, 3].map((n) => [ones([n]), ones([n])])), 1.5),
    { count: 2, maxNorm: 1.5, more: 0, [after]: 3 },
  ],
];

describe.each(families)('the numbers that %s names', (file, kernel, call, numbers) => {
  it(`are those of ${kernel}, in order`, () => {
    const seen: Record<string, number>[] = [];
    const names = namesIn(file);
    noteKernels(call, (captured) => {
      if (captured.kernel.name !== kernel) return;
      seen.push(Object.fromEntries(captured.numbers.map((number, i) => [names[i] ?? after, number])));
    });
    expect(seen.at(-1), `assembly/${file} and the op of ${kernel} differ in the order of numbers`).toEqual(
      numbers,
    );
  });
});

it('conv-rows.ts has the places of assembly/conv/geometry.ts', () => {
  const text = readFileSync(new URL('./conv-rows.ts', import.meta.url), 'utf8');
  const places = [...text.matchAll(/^const (\w+) = (\d+);$/gm)].map(([, name, place]) => [
    name,
    Number(place),
  ]);
  const names = namesIn('conv/geometry.ts');
  expect(places.length).toBeGreaterThan(0);
  expect(places).toEqual(places.map(([name]) => [name, names.indexOf(`${name}`)]));
});
