import { expect } from 'vitest';
import { memory } from '../backend/current-backend.ts';

export interface AssertNoLeakOptions {
  /** Number of runs after the first. Default 3. */
  readonly times?: number | undefined;
}

/**
 * Runs a step once, so that it can make its lasting tensors, then again, and expects the same numbers of live
 * buffers and bytes as after the first run.
 *
 * @example
 * ```ts
 * import { scope, zeros } from '@regopt/tensor';
 * import { assertNoLeak } from '@regopt/tensor/testing';
 * assertNoLeak(() => scope(() => void zeros([3])));
 * ```
 */
export function assertNoLeak(step: () => unknown, options: AssertNoLeakOptions = {}): void {
  step();
  const before = memory();
  for (let i = 0; i < (options.times ?? 3); i++) step();
  const after = memory();
  expect(after.buffers, 'live buffers after the steps').toBe(before.buffers);
  expect(after.bytes, 'live bytes after the steps').toBe(before.bytes);
}
