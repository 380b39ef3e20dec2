import { describe, expect, it } from 'vitest';
import { flopsOf } from './flops-of.ts';
import type { LayerSpec, TrainWork } from './work.ts';

const step = (input: readonly number[], ...layers: readonly LayerSpec[]): TrainWork => ({
  kind: 'train',
  layers,
  input,
  outputs: 10,
  loss: 'crossEntropy',
  batch: 5,
  optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0.9 },
});

describe('flopsOf', () => {
  it('counts a multiplication and an addition for each element of a product', () => {
    expect(flopsOf({ kind: 'matmul', m: 2, k: 3, n: 4 })).toBe(48);
  });

  it('counts each tap of a convolution, padding included, for every pass', () => {
    const layer = { kind: 'convolution', batch: 2, inputs: 3, outputs: 4, size: 5, side: 3 } as const;
    for (const pass of ['forward', 'inputGradient', 'weightGradient'] as const)
      expect(flopsOf({ ...layer, pass })).toBe(2 * 2 * 3 * 4 * 25 * 9);
  });

  it('counts a step as three forward passes, without the gradient of the data', () => {
    const layers: LayerSpec[] = [['linear', 3, 4], ['relu'], ['dropout', 0.5], ['linear', 4, 6]];
    expect(flopsOf(step([3], ...layers))).toBe(2 * 5 * (2 * 12 + 3 * 24));
  });

  it('follows the image size through pooling', () => {
    const layers: LayerSpec[] = [
      ['conv2d', 1, 2, 3],
      ['batchNorm2d', 2],
      ['maxPool2d', 2],
      ['conv2d', 2, 3, 3],
    ];
    expect(flopsOf(step([1, 8, 8], ...layers))).toBe(2 * 5 * (2 * 2 * 9 * 64 + 3 * 6 * 9 * 16));
  });

  it('refuses works that memory bounds', () => {
    const work = { kind: 'op', op: 'relu', shape: [4], backward: true } as const;
    expect(() => flopsOf(work)).toThrow('internal: the operations of op are not counted.');
  });
});
