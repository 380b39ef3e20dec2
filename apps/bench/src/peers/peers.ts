import type { Peer } from './peer.ts';

/** The libraries that ours is timed against, in the order of the table's columns. */
export const peers = [
  { name: 'TensorFlow.js wasm', worker: 'tensorflow-js.mjs', words: ['wasm'] },
  { name: 'TensorFlow.js cpu', worker: 'tensorflow-js.mjs', words: ['cpu'] },
  { name: 'jax-js wasm', worker: 'jax-js.mjs', words: [] },
  { name: 'onnxruntime-web', worker: 'onnxruntime-web.mjs', words: [] },
  { name: 'PyTorch', worker: 'pytorch.py', words: [], threads: [1, 2] },
  {
    name: 'PyTorch, AVX2',
    worker: 'pytorch.py',
    words: [],
    threads: [1, 2],
    // The limits of PyTorch's own kernels, of MKL and of oneDNN.
    env: { ATEN_CPU_CAPABILITY: 'avx2', MKL_ENABLE_INSTRUCTIONS: 'AVX2', ONEDNN_MAX_CPU_ISA: 'AVX2' },
  },
] as const satisfies readonly Peer[];

export type PeerName = (typeof peers)[number]['name'];
