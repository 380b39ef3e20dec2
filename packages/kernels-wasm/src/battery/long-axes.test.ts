import { describe, expect, it } from 'vitest';
import { callExport } from '../testing/call-export.ts';
import { compiledBuilds } from '../testing/compiled-builds.ts';
import { randomFloats } from '../testing/random-floats.ts';

/**
 * Long enough that a plain f32 sum over it keeps only three digits; odd, so that rows end within four lanes.
 */
const n = 262_149;

/** Max error of 128 f32 additions, and of a function of their sum. */
const precision = 1e-5;

/** Numbers close to `centre`: the rounding errors of their sums accumulate. */
const near = (centre: number, length: number, seed: number) =>
  randomFloats(length, seed).map((x) => centre + x / 1e6);

/** Logits whose first row is the max, e^0, and all others are close to e^-2.3 = 0.1. */
const logitsOf = (inner: number) => near(-2.3, n * inner, 7).fill(0, 0, inner);

/** The f64 sum of `term` over column j. */
function sumOf(inner: number, j: number, term: (at: number) => number): number {
  let sum = 0;
  for (let at = j; at < n * inner; at += inner) sum += term(at);
  return sum;
}

/** Max distance between column j and its exact values. */
function largestError(column: Float32Array, inner: number, j: number, exact: (at: number) => number): number {
  let error = 0;
  for (let at = j; at < column.length; at += inner)
    error = Math.max(error, Math.abs(column[at]! - exact(at)));
  return error;
}

describe.each(compiledBuilds)('over a quarter of a million values, the $name build', ({ module }) => {
  const call = (name: string, inputs: Float32Array[], inner: number, outputs = n * inner) =>
    callExport<Float32Array>(module, name, {
      tensors: [new Float32Array(outputs), ...inputs],
      // The last number is the divisor of a sum.
      numbers: [1, n, inner, 1],
    })[0];

  it.each([1, 2, 4])('keeps the digits of logsumexp, softmax and logSoftmax, inner size %i', (inner) => {
    const x = logitsOf(inner);
    const logSums = call('logSumExp_f32', [x], inner, inner);
    const shares = call('softmax_f32', [x], inner);
    const logShares = call('logSoftmax_f32', [x], inner);
    for (let j = 0; j < inner; j++) {
      const sum = sumOf(inner, j, (at) => Math.exp(x[at]!));
      expect(Math.abs(logSums![j]! - Math.log(sum))).toBeLessThan(precision);
      expect(Math.abs(sumOf(inner, j, (at) => shares![at]!) - 1)).toBeLessThan(precision);
      expect(largestError(logShares!, inner, j, (at) => x[at]! - Math.log(sum))).toBeLessThan(precision);
    }
  });

  it.each([1, 2, 4])('keeps the digits of both gradients, inner size %i', (inner) => {
    const dy = near(0.1, n * inner, 8);
    const y = near(0.1, n * inner, 9);
    const dx = call('softmaxGrad_f32', [y, dy], inner);
    const dxOfLog = call('logSoftmaxGrad_f32', [y, dy], inner);
    for (let j = 0; j < inner; j++) {
      const product = sumOf(inner, j, (at) => y[at]! * dy[at]!);
      const error = largestError(dx!, inner, j, (at) => y[at]! * (dy[at]! - product));
      expect(error).toBeLessThan(precision * 0.1 * product);
      const sum = sumOf(inner, j, (at) => dy[at]!);
      const errorOfLog = largestError(dxOfLog!, inner, j, (at) => dy[at]! - Math.exp(y[at]!) * sum);
      expect(errorOfLog).toBeLessThan(precision * 1.2 * sum);
    }
  });

  it.each([1, 2, 4, 18])('keeps the digits of a sum, inner size %i', (inner) => {
    const x = near(0.1, n * inner, 10);
    const sums = call('sum_f32', [x], inner, inner);
    for (const [j, sum] of sums!.entries()) {
      const exact = sumOf(inner, j, (at) => x[at]!);
      expect(Math.abs(sum - exact)).toBeLessThan(precision * exact);
    }
  });

  it('keeps the digits of the cross-entropy of that many classes, and of its gradient', () => {
    const logits = logitsOf(1);
    const label = Int32Array.of(0);
    const weights = new Float32Array(n).fill(1);
    const [loss] = callExport(module, 'crossEntropy_f32', {
      tensors: [new Float32Array(1), new Float32Array(1), logits, label, weights],
      numbers: [1, n, 0, -100],
    });
    const sum = sumOf(1, 0, (at) => Math.exp(logits[at]!));
    expect(Math.abs(loss![0]! - Math.log(sum))).toBeLessThan(precision);
    const [gradient] = callExport<Float32Array>(module, 'crossEntropyGrad_f32', {
      tensors: [new Float32Array(n), logits, label, weights, Float32Array.of(sum)],
      numbers: [1, n, 0, -100],
    });
    const exact = (at: number) => Math.exp(logits[at]!) - (at === 0 ? sum : 0);
    expect(largestError(gradient!.subarray(1), 1, 0, (at) => exact(at + 1))).toBeLessThan(precision * 0.1);
    expect(Math.abs(gradient![0]! - exact(0))).toBeLessThan(precision * sum);
  });

  it('keeps the digits of the sums over the rows in the gradient of layer norm', () => {
    const [rows, width] = [140_000, 17];
    const dy = near(0.1, rows * width, 11);
    const x = randomFloats(rows * width, 12);
    const mean = randomFloats(rows, 13);
    const root = near(1, rows, 14);
    const moments = Float64Array.from({ length: 2 * rows }, (_, i) => (i % 2 === 0 ? mean : root)[i >> 1]!);
    const [, dgamma, dbeta] = callExport<Float32Array>(module, 'layerNormGrad_f32', {
      tensors: [
        new Float32Array(rows * width),
        new Float32Array(width),
        new Float32Array(width),
        ...[dy, x, moments],
        new Float32Array(width).fill(1),
      ],
      numbers: [rows, width],
      threads: 3,
      finish: 'layerNormGradFinish_f32',
    });
    for (let j = 0; j < width; j++) {
      let [gammaSum, betaSum, size] = [0, 0, 0];
      for (let r = 0; r < rows; r++) {
        const d = dy[r * width + j];
        const term = d! * (x[r * width + j]! - mean[r]!) * root[r]!;
        gammaSum += term;
        size += Math.abs(term);
        betaSum += d!;
      }
      expect(Math.abs(dgamma![j]! - gammaSum)).toBeLessThan(1e-7 * size);
      expect(Math.abs(dbeta![j]! - betaSum)).toBeLessThan(precision * betaSum);
    }
  });
});
