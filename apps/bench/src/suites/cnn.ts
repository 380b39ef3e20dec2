import type { Suite } from '../suite.ts';

/**
 * A training step of a convolutional network on digits. TensorFlow.js runs it only on its cpu back end: 35 s
 * a step.
 */
export const cnn: Suite = {
  name: 'cnn',
  title:
    'a training step of conv 32-BN-ReLU-pool-conv 64-BN-ReLU-pool-128-ReLU-Dropout 0.5-10 on 28x28, batch 64',
  unit: 'ms/step',
  limit: 'multiplyAdd',
  peers: ['TensorFlow.js wasm', 'jax-js wasm', 'PyTorch', 'PyTorch, AVX2'],
  cases: [
    {
      name: 'adamw',
      work: {
        kind: 'train',
        layers: [
          ['conv2d', 1, 32, 3],
          ['batchNorm2d', 32],
          ['relu'],
          ['maxPool2d', 2],
          ['conv2d', 32, 64, 3],
          ['batchNorm2d', 64],
          ['relu'],
          ['maxPool2d', 2],
          ['flatten'],
          ['linear', 3136, 128],
          ['relu'],
          ['dropout', 0.5],
          ['linear', 128, 10],
        ],
        input: [1, 28, 28],
        outputs: 10,
        loss: 'crossEntropy',
        batch: 64,
        optimizer: { name: 'adamw', learningRate: 1e-3, weightDecay: 1e-2 },
      },
      beside: { 'ours, eager': { compiled: false }, 'ours, 1 thread': { threads: 1 } },
    },
  ],
};
