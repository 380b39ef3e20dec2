import type { Peer } from './peer.ts';

/** Whom ours is timed against, in the order of the table's columns. */
export const peers: readonly Peer[] = [
  { name: 'TensorFlow.js wasm', worker: 'tensorflow-js.mjs', variants: [['wasm']] },
  { name: 'TensorFlow.js cpu', worker: 'tensorflow-js.mjs', variants: [['cpu']] },
  { name: 'jax-js wasm', worker: 'jax-js.mjs', variants: [[]] },
  { name: 'PyTorch', worker: 'pytorch.py', variants: [['1'], ['2']] },
];
