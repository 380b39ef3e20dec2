import type { Suite } from '../suite.ts';

/** The overhead of an operation: a chain of operations on 16 elements. */
export const overhead: Suite = {
  name: 'overhead',
  title: 'an op on 16 elements, its result allocated and freed; captured, a command of a program',
  unit: 'us/op',
  peers: ['TensorFlow.js wasm', 'TensorFlow.js cpu', 'jax-js wasm', 'PyTorch'],
  cases: [
    { name: 'add, eager', work: { kind: 'manyOps', op: 'add', count: 64, recorded: false } },
    { name: 'matmul, eager', work: { kind: 'manyOps', op: 'matmul', count: 64, recorded: false } },
    // Products: a program would fuse a chain of additions into one command.
    { name: 'matmul, captured', work: { kind: 'manyOps', op: 'matmul', count: 64, recorded: true } },
  ],
};
