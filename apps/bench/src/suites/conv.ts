import type { BenchCase, Suite } from '../suite.ts';
import type { ConvolutionWork } from '../work.ts';

const passes = { forward: 'forward', inputGradient: 'input', weightGradient: 'weight' } as const;

/** The passes of one layer of the `cnn` suite. */
const layer = (
  inputs: number,
  outputs: number,
  size: number,
  ...wanted: readonly ConvolutionWork['pass'][]
): BenchCase[] =>
  wanted.map((pass) => ({
    name: `${inputs}-${outputs} on ${size}x${size} ${passes[pass]}`,
    work: { kind: 'convolution', pass, batch: 64, inputs, outputs, size, side: 3 },
  }));

/** The convolutions of the `cnn` suite. Only a deeper network would need the first layer's input gradient. */
export const conv: Suite = {
  name: 'conv',
  title:
    '3x3 convolutions that keep the size, batch 64: forward, the gradient of the input, that of the weight',
  unit: 'GFLOP/s',
  limit: 'multiplyAdd',
  peers: ['TensorFlow.js wasm', 'jax-js wasm', 'PyTorch'],
  cases: [
    ...layer(1, 32, 28, 'forward', 'inputGradient', 'weightGradient'),
    ...layer(32, 64, 14, 'forward', 'inputGradient', 'weightGradient'),
  ],
};
