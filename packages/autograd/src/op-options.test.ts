import { createGenerator, ones, zeros } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import * as autograd from './index.ts';
import { parameter } from './parameter.ts';

const x = ones([2, 3]);
const picture = ones([1, 1, 4, 4]);
const labels = zeros([2], { dtype: 'i32' });
const generator = createGenerator(1);

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
