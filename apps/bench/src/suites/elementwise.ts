import type { BenchCase, Suite } from '../suite.ts';
import type { OpName } from '../work.ts';

const shape = [1024, 1024];
// Op by op: a captured step could merge the two passes of one op, which is impossible inside a network.
const eager = { compiled: false } as const;

const both = (op: OpName): BenchCase => ({
  name: `${op}, forward and backward`,
  work: { kind: 'op', op, shape, backward: true },
  ours: eager,
});

/** Ops with little arithmetic per element: memory bounds them. */
export const elementwise: Suite = {
  name: 'elementwise',
  title: 'ops on a million elements',
  unit: 'us',
  limit: 'triad',
  peers: ['TensorFlow.js wasm', 'jax-js wasm', 'PyTorch'],
  cases: [
    both('relu'),
    both('tanh'),
    both('exp'),
    both('dropout'),
    // Only forward: its derivatives are the incoming gradient itself.
    { name: 'add, forward', work: { kind: 'op', op: 'add', shape, backward: false }, ours: eager },
    {
      name: 'bias, relu, dropout, forward',
      work: { kind: 'op', op: 'biasReluDropout', shape, backward: false },
      beside: { 'ours, eager': eager },
    },
  ],
};
