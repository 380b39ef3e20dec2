import type { BenchCase, Suite } from '../suite.ts';
import type { OpName } from '../work.ts';

const both = (name: string, op: OpName, ...shape: readonly number[]): BenchCase => ({
  name: `${name} [${shape.join(', ')}]`,
  work: { kind: 'op', op, shape, backward: true },
  ours: { compiled: false },
});

/** Normalisations in training, with the gradients of input, scale and shift. */
export const norm: Suite = {
  name: 'norm',
  title: 'normalisation of a million elements, forward and backward',
  unit: 'us',
  limit: 'triad',
  peers: ['TensorFlow.js wasm', 'jax-js wasm', 'PyTorch'],
  cases: [
    both('batch norm', 'batchNorm', 4096, 256),
    both('batch norm', 'batchNorm', 42, 32, 28, 28),
    both('layer norm', 'layerNorm', 4096, 256),
  ],
};
