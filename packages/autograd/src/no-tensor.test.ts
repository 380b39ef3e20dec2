import { createGenerator, ones, type Tensor, tensor, ValueError } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import * as autograd from './index.ts';

const x = () => ones([2, 2]);
const image = () => ones([1, 2, 4, 4]);
const indices = (values: number[] | number[][]) => tensor(values, { dtype: 'i32' });
const generator = createGenerator(1);
const statistics = () => ({ mean: ones([2]), variance: ones([2]) });

/** Arguments of each function; every tensor among them is replaced by something else. */
const calls: Record<string, readonly unknown[]> = {
  avgPool2d: [image(), { kernelSize: 2 }],
  backward: [autograd.sum(autograd.parameter(x()))],
  broadcastTo: [x(), [2, 2, 2]],
  cast: [x(), 'f64'],
  clamp: [x(), { min: 0 }],
  conv2d: [image(), ones([3, 2, 2, 2])],
  correctCount: [x(), indices([0, 1])],
  crossEntropy: [x(), indices([0, 1])],
  dropout: [x(), { probability: 0.5, generator }],
  dropoutChannels: [image(), { probability: 0.5, generator }],
  embedding: [x(), indices([0, 1])],
  gather: [x(), indices([[0], [1]])],
  linear: [x(), x(), ones([2])],
  maxPool2d: [image(), { kernelSize: 2 }],
  normalizeChannels: [x(), statistics()],
  pad: [x(), { before: [1, 0], after: [0, 0] }],
  permute: [x(), [1, 0]],
  reshape: [x(), [4]],
  slice: [x(), { axis: 0, start: 0, end: 1 }],
  sumTo: [x(), [2]],
  where: [ones([2, 2], { dtype: 'u8' }), x(), x()],
};
for (const name of [
  'abs',
  'argMax',
  'batchNorm',
  'cos',
  'elu',
  'erf',
  'exp',
  'gelu',
  'layerNorm',
  'leakyRelu',
  'log',
])
  calls[name] = [x()];
for (const name of [
  'logSoftmax',
  'logsumexp',
  'max',
  'mean',
  'neg',
  'parameter',
  'relu',
  'sigmoid',
  'silu',
  'sin',
])
  calls[name] = [x()];
for (const name of [
  'softmax',
  'softplus',
  'sqrt',
  'square',
  'sum',
  'tanh',
  'transpose',
  'variance',
  'zerosLike',
])
  calls[name] = [x()];
for (const name of [
  'add',
  'binaryCrossEntropyWithLogits',
  'div',
  'equal',
  'greater',
  'greaterEqual',
  'huber',
])
  calls[name] = [x(), x()];
for (const name of [
  'less',
  'lessEqual',
  'matmul',
  'maximum',
  'minimum',
  'mse',
  'mul',
  'notEqual',
  'pow',
  'sub',
])
  calls[name] = [x(), x()];

/** Exports without a tensor argument, or for authors of ops. */
const others = [
  'checkEpsilon',
  'checkFloat',
  'checkProbability',
  'concat',
  'defineBinaryKernel',
  'defineGradientKernel',
  'defineUnaryKernel',
  'gradcheck',
  'isRecording',
  'noGrad',
  'operandPair',
  'poolSizes',
  'record',
  'recordFusedGradient',
  'runBroadcast',
  'runElementwise',
  'sizePair',
  'updateRunningStatistics',
  'valueAndGrad',
  'withRecording',
];

const functions = autograd as unknown as Record<string, (...args: unknown[]) => unknown>;
const isTensor = (value: unknown): boolean => (value as Partial<Tensor> | undefined)?.storage !== undefined;

describe('a value that is not a tensor', () => {
  it('is tried with every function', () => {
    expect(
      Object.keys(autograd).sort(),
      'packages/autograd/src/no-tensor.test.ts: add each + to `calls`, or to `others`; remove each -',
    ).toEqual([...Object.keys(calls), ...others].sort());
  });

  for (const [name, args] of Object.entries(calls)) {
    it(`is an error of ${name} that says so`, () => {
      functions[name]!(...args);
      args.forEach((arg, place) => {
        if (!isTensor(arg)) return;
        for (const given of [3, [1, 2], [[1]], undefined, null, 'x', new Float32Array(2), {}]) {
          const takesNumbers =
            args.length > 1 &&
            given === 3 &&
            /^(where|add|div|equal|grea|less|m\w+imum|mul|not|sub|pow)/.test(name);
          const leftOut = name === 'linear' && place === 2 && given === undefined;
          if ((takesNumbers && !(name === 'where' && place === 0)) || leftOut) continue;
          const call = () => functions[name]!(...args.map((each, i) => (i === place ? given : each)));
          expect(call).toThrow(ValueError);
          expect(call).toThrow(/^\w+: .* is a tensor, got .*; make one with tensor\(\)\.$/);
        }
      });
    });
  }

  it('is named by its index if there are several', () => {
    const add = functions['add']!;
    const matmul = functions['matmul']!;
    expect(() => add(x(), '1')).toThrow('add: b is a tensor, got "1"; make one with tensor().');
    expect(() => matmul([[1]], x())).toThrow(
      'matmul: operand 1 is a tensor, got [[1]]; make one with tensor().',
    );
    expect(() => functions['concat']!([x(), [1]])).toThrow(
      'concat: tensor 1 is a tensor, got [1]; make one with',
    );
    expect(() => autograd.valueAndGrad((_a) => 3 as never)(x())).toThrow(
      'valueAndGrad: the value is a tensor, got 3;',
    );
    expect(() => autograd.valueAndGrad((a) => autograd.sum(a))([1] as never)).toThrow(
      'valueAndGrad: x is a tensor, got [1];',
    );
  });
});
