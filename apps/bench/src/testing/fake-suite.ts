import type { Suite } from '../suite.ts';

/** Two small products; a product of 10 x 10 x 5 is 1000 operations. */
export const fakeSuite = {
  name: 'fake',
  title: 'two products',
  unit: 'GFLOP/s',
  limit: 'multiplyAdd',
  peers: ['PyTorch'],
  cases: [
    { name: 'small', work: { kind: 'matmul', m: 10, k: 10, n: 5 } },
    { name: 'large', work: { kind: 'matmul', m: 10, k: 10, n: 50 } },
  ],
} as const satisfies Suite;
