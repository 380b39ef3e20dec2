import type { BenchCase, Suite } from '../suite.ts';
import type { OpName } from '../work.ts';

const shape = [1024, 1024];
// Op by op: recorded, the two passes of one op might be run as one, which no network allows.
const eager = { compiled: false } as const;

const both = (op: OpName): BenchCase => ({
  name: `${op}, forward and backward`,
  work: { kind: 'op', op, shape, backward: true },
  ours: eager,
});

/** Ops that do little for each element, so that memory bounds them. */
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
    // Its derivatives are the gradient as it comes.
    { name: 'add, forward', work: { kind: 'op', op: 'add', shape, backward: false }, ours: eager },
    {
      name: 'bias, relu, dropout, forward',
      work: { kind: 'op', op: 'biasReluDropout', shape, backward: false },
      beside: { 'ours, eager': eager },
    },
  ],
};
