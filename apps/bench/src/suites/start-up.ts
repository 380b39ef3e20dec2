import type { Suite } from '../suite.ts';
import { mlpStep } from './mlp.ts';

/** The start-up time of a short script. */
export const startUp: Suite = {
  name: 'start-up',
  title: 'a fresh process: from the import of the library to the loss of the first step of mlp',
  unit: 'ms',
  peers: ['TensorFlow.js wasm', 'jax-js wasm', 'PyTorch'],
  sampling: 'fresh',
  cases: [{ name: 'mlp', work: { kind: 'startUp', train: mlpStep } }],
};
