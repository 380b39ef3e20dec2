import type { Suite } from '../suite.ts';
import type { TrainWork } from '../work.ts';

/** The work of this suite, and the first step in the start-up suite. */
export const mlpStep: TrainWork = {
  kind: 'train',
  layers: [
    ['linear', 784, 256],
    ['batchNorm1d', 256],
    ['relu'],
    ['dropout', 0.3],
    ['linear', 256, 128],
    ['batchNorm1d', 128],
    ['relu'],
    ['dropout', 0.3],
    ['linear', 128, 10],
  ],
  input: [784],
  outputs: 10,
  loss: 'crossEntropy',
  batch: 128,
  optimizer: { name: 'adamw', learningRate: 1e-3, weightDecay: 1e-2 },
};

/** A training step of a perceptron on digits. */
export const mlp: Suite = {
  name: 'mlp',
  title:
    'a training step of 784-256-BN-ReLU-Dropout 0.3-128-BN-ReLU-Dropout 0.3-10, cross-entropy, batch 128',
  unit: 'ms/step',
  limit: 'multiplyAdd',
  peers: ['TensorFlow.js wasm', 'jax-js wasm', 'PyTorch', 'PyTorch, AVX2'],
  cases: [
    {
      name: 'adamw',
      work: mlpStep,
      beside: { 'ours, eager': { compiled: false }, 'ours, 1 thread': { threads: 1 } },
    },
  ],
};
