import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callExport } from '../testing/call-export.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import {
  type ConvolutionSizes,
  convolutionNumbers,
  forEachTerm,
  outputSize,
  plainSums,
} from '../testing/convolution-oracle.ts';
import { expectSameBits } from '../testing/expect-same-bits.ts';
import { randomFloats } from '../testing/random-floats.ts';

const plainSizes: ConvolutionSizes = {
  batch: 2,
  channels: 3,
  height: 9,
  width: 10,
  outputs: 4,
  kernel: [3, 3],
  stride: [1, 1],
  padding: [1, 1],
  dilation: [1, 1],
  groups: 1,
};

const guard = 5;

/**
 * Runs one kernel with guard memory around its output, checks that nothing else changed, and returns the
 * output.
 */
function call(
  module: WebAssembly.Module,
  name: string,
  s: ConvolutionSizes,
  size: number,
  inputs: Float32Array[],
  threads: number,
  activation = 0,
): Float32Array {
  const out = new Float32Array(size + 2 * guard).fill(-77);
  const after = callExport<Float32Array>(module, name, {
    tensors: [out, ...inputs],
    offsets: [guard],
    numbers: convolutionNumbers(s, activation),
    threads,
    ...(name === 'conv2dWeightGrad_f32' ? { finish: 'conv2dWeightGradFinish_f32' } : {}),
  });
  for (const [i, input] of inputs.entries()) expectSameBits(after[i + 1]!, input);
  expect([...after[0]!.slice(0, guard), ...after[0]!.slice(guard + size)]).toEqual(
    Array(2 * guard).fill(-77),
  );
  return after[0]!.slice(guard, guard + size);
}

/** The four kernels on the same random operands. */
function convolve(module: WebAssembly.Module, s: ConvolutionSizes, threads = 1) {
  const [outHeight, outWidth] = outputSize(s);
  const x = randomFloats(s.batch * s.channels * s.height * s.width, 1);
  const w = randomFloats((s.outputs * s.channels * s.kernel[0] * s.kernel[1]) / s.groups, 2);
  const dy = randomFloats(s.batch * s.outputs * outHeight * outWidth, 3);
  const bias = randomFloats(s.outputs, 4);
  const results = {
    y: call(module, 'conv2d_f32', s, dy.length, [x, w], threads),
    biased: call(module, 'conv2dBias_f32', s, dy.length, [x, w, bias], threads),
    dx: call(module, 'conv2dInputGrad_f32', s, x.length, [dy, w], threads),
    dw: call(module, 'conv2dWeightGrad_f32', s, w.length, [x, dy], threads),
  };
  return { x, w, dy, bias, results };
}

/** Compares all four with the plain loops. */
function expectConvolution(module: WebAssembly.Module, s: ConvolutionSizes) {
  const [outHeight, outWidth] = outputSize(s);
  const { x, w, dy, bias, results } = convolve(module, s);
  const plane = outHeight * outWidth;
  const expected = {
    y: plainSums(dy.length, x, w, (add) => forEachTerm(s, (i, j, k) => add(k, i, j))),
    biased: plainSums(
      dy.length,
      x,
      w,
      (add) => forEachTerm(s, (i, j, k) => add(k, i, j)),
      (i) => bias[Math.floor(i / plane) % s.outputs]!,
    ),
    dx: plainSums(x.length, dy, w, (add) => forEachTerm(s, (i, j, k) => add(i, k, j))),
    dw: plainSums(w.length, x, dy, (add) => forEachTerm(s, (i, j, k) => add(j, i, k))),
  };
  for (const key of ['y', 'biased', 'dx', 'dw'] as const) {
    const { exact, bound } = expected[key];
    const wrong = results[key].findIndex((value, i) => !(Math.abs(value - exact[i]!) <= bound[i]!));
    if (wrong >= 0) {
      expect({ key, wrong, value: results[key][wrong], s }).toEqual({ key, wrong, value: exact[wrong], s });
    }
  }
}

/** Sizes whose output has at least one row and column. */
const anySizes = fc
  .record({
    batch: fc.integer({ min: 1, max: 3 }),
    perGroup: fc.tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 })),
    groups: fc.integer({ min: 1, max: 3 }),
    height: fc.integer({ min: 1, max: 17 }),
    width: fc.integer({ min: 1, max: 17 }),
    kernel: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    stride: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    padding: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
    dilation: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
  })
  .map(({ perGroup, ...rest }): ConvolutionSizes => {
    return { ...rest, channels: perGroup[0] * rest.groups, outputs: perGroup[1] * rest.groups };
  })
  .filter((s) => Math.min(...outputSize(s)) > 0);

describe.each(compiledBuilds)('conv2d and its gradients in the $name build', ({ module }) => {
  it('agree with plain loops for any stride, padding, dilation and number of groups', () => {
    fc.assert(
      fc.property(anySizes, (s) => expectConvolution(module, s)),
      { seed: 30, numRuns: 250 },
    );
  });

  it.each<[string, Partial<ConvolutionSizes>]>([
    ['the first layer of a digit classifier', { batch: 3, channels: 1, height: 28, width: 28, outputs: 32 }],
    ['its second layer', { batch: 3, channels: 32, height: 14, width: 14, outputs: 64 }],
    ['more channels than a block of k holds', { channels: 50, outputs: 9 }],
    ['more outputs than a block of rows holds', { channels: 2, outputs: 131, height: 5, width: 7 }],
    ['more positions than a block of columns holds', { batch: 3, channels: 2, height: 19, width: 31 }],
    ['images of 7 x 7, so that panels cross from one to the next', { batch: 5, height: 7, width: 7 }],
    ['images of one pixel', { batch: 11, height: 1, width: 1 }],
    ['a kernel of one tap', { kernel: [1, 1], padding: [0, 0], channels: 20, outputs: 20 }],
    ['a kernel of one tap with a stride', { kernel: [1, 1], padding: [0, 0], stride: [2, 3] }],
    ['one channel for each group', { channels: 6, outputs: 6, groups: 6 }],
    ['a kernel as large as the image', { kernel: [9, 10], padding: [0, 0] }],
    ['a padding larger than the kernel', { padding: [5, 6] }],
    ['a stride larger than the kernel', { stride: [5, 4] }],
    ['a stride along one side only', { stride: [1, 2], dilation: [3, 1], padding: [3, 0] }],
    ['a stride and a dilation with a common factor', { stride: [4, 2], dilation: [2, 2], padding: [2, 3] }],
    [
      'a channel of its own for each output and a stride',
      { channels: 5, outputs: 5, groups: 5, stride: [2, 3] },
    ],
    [
      'two outputs for each of wide channels',
      { channels: 3, outputs: 6, groups: 3, width: 71, padding: [2, 3] },
    ],
    ['one output of many channels', { channels: 40, outputs: 1, dilation: [2, 1] }],
    ['one channel to many outputs in wide planes', { channels: 1, outputs: 40, width: 45, batch: 3 }],
    ['planes of even sides cut into tiles', { channels: 16, outputs: 17, height: 12, width: 14 }],
    [
      'planes of odd sides cut into tiles',
      { channels: 19, outputs: 16, height: 9, width: 13, padding: [0, 1] },
    ],
    ['tiles without zeros around them', { channels: 18, outputs: 20, padding: [0, 0], width: 9 }],
    ['tiles with two zeros around them', { channels: 16, outputs: 16, padding: [2, 2], width: 7 }],
    ['one line of tiles', { batch: 5, channels: 16, outputs: 30, height: 1, width: 33 }],
    ['more tiles than a block holds', { batch: 3, channels: 24, outputs: 40, height: 21, width: 30 }],
    ['one line', { height: 1, width: 40, kernel: [1, 5], padding: [0, 2] }],
  ])('agree with plain loops for %s', (_, changes) => {
    expectConvolution(module, { ...plainSizes, ...changes });
  });

  it.each([
    [1, 'relu_f32'],
    [2, 'tanh_f32'],
    [3, 'sigmoid_f32'],
  ])('applies activation %i with the bits of %s', (activation, name) => {
    const tiled = { channels: 16, outputs: 16, height: 9, width: 11 };
    const deep = { channels: 50, outputs: 9, height: 14, width: 14 };
    for (const changes of [
      {},
      { stride: [2, 2] },
      { groups: 1, batch: 1 },
      deep,
      tiled,
    ] as Partial<ConvolutionSizes>[]) {
      const s = { ...plainSizes, ...changes };
      const { x, w, bias, results } = convolve(module, s);
      for (const [y, kernel, inputs] of [
        [results.y, 'conv2d_f32', [x, w]],
        [results.biased, 'conv2dBias_f32', [x, w, bias]],
      ] as const) {
        const [after] = callExport<Float32Array>(module, name, {
          tensors: [y.slice(), y],
          numbers: [y.length],
        });
        for (const threads of [1, 2])
          expectSameBits(call(module, kernel, s, y.length, [...inputs], threads, activation), after!);
      }
    }
  });

  it('give the same bits for any number of threads', () => {
    const expectSame = (s: ConvolutionSizes) => {
      const one = convolve(module, s).results;
      for (const threads of [2, 3]) {
        const shared = convolve(module, s, threads).results;
        for (const key of ['y', 'biased', 'dx', 'dw'] as const) expectSameBits(shared[key], one[key]);
      }
    };
    fc.assert(fc.property(anySizes, expectSame), { seed: 31, numRuns: 40 });
    expectSame({ ...plainSizes, channels: 33, outputs: 50, batch: 4, height: 14, width: 14 });
    expectSame({ ...plainSizes, channels: 16, outputs: 18, batch: 3, height: 21, width: 30 });
    expectSame({ ...plainSizes, channels: 1, outputs: 32, height: 28, width: 28 });
  });

  it.each<[string, Partial<ConvolutionSizes>]>([
    ['no image', { batch: 0 }],
    ['no output', { outputs: 0 }],
    ['no input channel', { channels: 0 }],
    ['no position', { height: 2, width: 2, kernel: [5, 5], padding: [1, 1], stride: [1, 1] }],
  ])('give empty or zero results for %s', (_, changes) => {
    const s = { ...plainSizes, ...changes };
    const { bias, results } = convolve(module, s);
    const [outHeight, outWidth] = outputSize(s);
    for (const key of ['y', 'dx', 'dw'] as const)
      expect(results[key].every((value) => value === 0)).toBe(true);
    results.biased.forEach((value, i) => {
      expect(value).toBe(bias[Math.floor(i / (outHeight * outWidth)) % s.outputs]);
    });
  });

  it('is its own correlation: dy . conv(x, w) = x . inputGrad(dy, w) = w . weightGrad(x, dy)', () => {
    const { x, w, dy, results } = convolve(module, { ...plainSizes, stride: [2, 1], dilation: [1, 2] });
    const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    expect(dot(x, results.dx)).toBeCloseTo(dot(dy, results.y), 4);
    expect(dot(w, results.dw)).toBeCloseTo(dot(dy, results.y), 4);
  });
});
