import type { Collective } from '../contract/collective.ts';

/**
 * The connection of a process without others: rank 0 of 1. Every operation leaves the values as they are.
 *
 * @example
 * ```ts
 * import { solo } from '@regopt/training';
 * solo.size; // 1
 * ```
 */
export const solo: Collective = {
  rank: 0,
  size: 1,
  allReduce() {},
  allGather(all, own) {
    all.set(own);
  },
  broadcast() {},
  barrier() {},
  async close() {},
};
