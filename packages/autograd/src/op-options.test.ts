import { createGenerator, ones, type Tensor, ValueError, zeros } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import * as autograd from './index.ts';
import { parameter } from './parameter.ts';

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>;
  }
}

const sources = import.meta.glob('./**/*.ts', { query: '?raw', import: 'default', eager: true });

const x = ones([2, 3]);
const picture = ones([1, 1, 4, 4]);
const labels = zeros([2], { dtype: 'i32' });
const channels = { mean: zeros([3]), variance: ones([3]) };
const statistics = { ...channels, count: 4 } as autograd.BatchStatistics;
const generator = createGenerator(1);

type Call = (options: object) => unknown;

/** Every op with options: a call with given options, and valid options. */
const takers: Readonly<Record<string, readonly [Call, object]>> = {
  argMax: [(o) => autograd.argMax(x, o), { axis: 0 }],
  avgPool2d: [(o) => autograd.avgPool2d(picture, o as never), { kernelSize: 2, countIncludePad: true }],
  backward: [(o) => autograd.backward(autograd.sum(parameter(ones([2]))), o), { createGraph: false }],
  batchNorm: [(o) => autograd.batchNorm(x, o), { gamma: ones([3]), epsilon: 1e-5 }],
  binaryCrossEntropyWithLogits: [
    (o) => autograd.binaryCrossEntropyWithLogits(x, x, o),
    { reduction: 'sum', posWeight: 2 },
  ],
  cast: [(o) => autograd.cast(x, 'i32', o), { rounding: 'floor' }],
  clamp: [(o) => autograd.clamp(x, o), { min: 0 }],
  concat: [(o) => autograd.concat([x, x], o), { axis: 1 }],
  conv2d: [(o) => autograd.conv2d(picture, ones([1, 1, 2, 2]), undefined, o), { stride: [1, 2] }],
  crossEntropy: [(o) => autograd.crossEntropy(x, labels, o), { classWeights: [1, 2, 3] }],
  dropout: [(o) => autograd.dropout(x, o as never), { probability: 0.5, generator }],
  dropoutChannels: [(o) => autograd.dropoutChannels(x, o as never), { probability: 0.5, generator }],
  elu: [(o) => autograd.elu(x, o), { alpha: 0.5 }],
  gather: [(o) => autograd.gather(ones([2, 1]), zeros([2, 1], { dtype: 'i32' }), o), { axis: 0 }],
  gelu: [(o) => autograd.gelu(x, o), { approximate: 'tanh' }],
  gradcheck: [
    (o) => autograd.gradcheck((y: Tensor) => autograd.sum(y), [ones([2], { dtype: 'f64' })], o),
    { step: 1e-4 },
  ],
  huber: [(o) => autograd.huber(x, x, o), { delta: 2 }],
  layerNorm: [(o) => autograd.layerNorm(x, o), { shape: [3] }],
  leakyRelu: [(o) => autograd.leakyRelu(x, o), { slope: 0.1 }],
  logSoftmax: [(o) => autograd.logSoftmax(x, o), { axis: 0 }],
  logsumexp: [(o) => autograd.logsumexp(x, o), { axis: 0, keepDims: true }],
  max: [(o) => autograd.max(x, o), { axis: [0] }],
  maxPool2d: [(o) => autograd.maxPool2d(picture, o as never), { kernelSize: [2, 2] }],
  mean: [(o) => autograd.mean(x, o), { axis: 1 }],
  mse: [(o) => autograd.mse(x, x, o), { reduction: 'none' }],
  normalizeChannels: [(o) => autograd.normalizeChannels(x, channels, o), { epsilon: 1e-5 }],
  pad: [(o) => autograd.pad(x, o as never), { before: [0, 0], after: [1, 1] }],
  slice: [(o) => autograd.slice(x, o), { start: 1 }],
  softmax: [(o) => autograd.softmax(x, o), { axis: -1 }],
  sum: [(o) => autograd.sum(x, o), { axis: [0, 1], keepDims: false }],
  updateRunningStatistics: [
    (o) => autograd.updateRunningStatistics(channels, statistics, o),
    { momentum: 0.1 },
  ],
  variance: [(o) => autograd.variance(x, o), { correction: 0 }],
};

it('every function with options is tested here', () => {
  const named = Object.entries(sources).flatMap(([path, text]) =>
    path.includes('test') || path.includes('kernels/')
      ? []
      : [...text.matchAll(/^export function (\w+)[^{]*?\boptions\??: /gm)].map((match) => match[1]!),
  );
  expect(
    named.filter((name) => name in autograd).sort(),
    'packages/autograd/src/op-options.test.ts: add a row to `takers` for each +, remove that of each -',
  ).toEqual(Object.keys(takers).sort());
});

describe.each(Object.entries(takers))('the options of %s', (name, [call, good]) => {
  it('may be the documented ones, and nothing else', () => {
    expect(() => call(good)).not.toThrow();
    expect(() => call({ ...good, surprise: 1 })).toThrow(ValueError);
    expect(() => call({ ...good, surprise: 1 })).toThrow(`${name}: unknown option "surprise"; known: `);
  });

  it('are an object', () => {
    for (const [given, text] of [
      [0, '0'],
      [[0], '[0]'],
      [x, 'a tensor [2,3]'],
      [Promise.resolve(good), 'a promise'],
    ] as const) {
      expect(() => call(given as object)).toThrow(`${name}: options are an object of `);
      expect(() => call(given as object)).toThrow(`got ${text}.`);
    }
  });

  it('have values of their types', () => {
    for (const key of Object.keys(good)) {
      expect(() => call({ ...good, [key]: Promise.resolve(1) })).toThrow(
        `${name}: ${key} is a promise: await it first.`,
      );
      expect(() => call({ ...good, [key]: null })).toThrow(
        new RegExp(`^${name}: ${key} is an? .*, got null`),
      );
    }
  });
});

it('option names of PyTorch are refused with ours', () => {
  expect(() => autograd.sum(x, { dim: 0 } as object)).toThrow('unknown option "dim"; did you mean "axis"?');
  expect(() => autograd.sum(x, { keepdim: true } as object)).toThrow('did you mean "keepDims"?');
  expect(() => autograd.layerNorm(x, { eps: 1 } as object)).toThrow('did you mean "epsilon"?');
  expect(() => autograd.crossEntropy(x, labels, { weight: [1, 1, 1] } as object)).toThrow(
    'did you mean "classWeights"?',
  );
  expect(() => autograd.dropout(x, { p: 0.5, generator } as never)).toThrow('did you mean "probability"?');
});

describe('a gradient', () => {
  it('does not depend on later changes of the options', () => {
    const w = parameter(ones([3]));
    const cut = { start: 1 };
    const border = { before: [1], after: [0] };
    const y = autograd.sum(autograd.mul(autograd.pad(autograd.slice(w, cut), border), ones([3])));
    cut.start = 0;
    border.before[0] = 0;
    expect([...autograd.backward(y).get(w)!.toArray()]).toEqual([0, 1, 1]);
  });
});

describe('options that an op needs', () => {
  it('are named if they are missing', () => {
    const none = {} as never;
    expect(() => autograd.pad(x, none)).toThrow(
      'pad: needs a count >= 0 for each axis of [2,3], got before [] and after [].',
    );
    expect(() => autograd.maxPool2d(picture, none)).toThrow(
      'maxPool2d: kernelSize is a whole number >= 1 or a pair [height, width] of them, got undefined.',
    );
    expect(() => autograd.avgPool2d(picture, none)).toThrow('avgPool2d: kernelSize is a whole number >= 1');
    for (const given of [undefined, {}])
      expect(() => autograd.dropout(x, { probability: 0.5, generator: given as never })).toThrow(
        'dropout: needs a generator, such as createGenerator(1).',
      );
  });
});
