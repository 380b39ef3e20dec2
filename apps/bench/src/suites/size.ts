import type { Suite } from '../suite.ts';

/** The bytes that a page loads. */
export const size: Suite = {
  name: 'size',
  title: 'what a page loads: bundled by esbuild for a browser, minified, gzipped, WebAssembly included',
  unit: 'KB',
  peers: ['TensorFlow.js wasm', 'jax-js wasm'],
  sampling: 'fixed',
  cases: [
    { name: 'schedules alone', work: { kind: 'size', bundle: 'schedulers' } },
    { name: 'optimizers', work: { kind: 'size', bundle: 'optim' } },
    { name: 'training the mlp', work: { kind: 'size', bundle: 'mlp' } },
  ],
};
