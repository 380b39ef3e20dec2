import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../backend/backend.ts';
import { getBackend, setBackend, withBackend } from '../backend/current-backend.ts';
import { DisposedError } from '../errors.ts';
import { empty, tensor } from '../tensor/create.ts';
import { describeBackendKernels } from './describe-backend-kernels.ts';
import { describeBackendMemory } from './describe-backend-memory.ts';
import { describeBackendNames } from './describe-backend-names.ts';

/**
 * The tests that every back end must pass: its memory, its kernels against their reference loops to the last
 * bit, its report, its disposal. `create` makes a fresh back end at each call.
 *
 * @example
 * ```ts
 * import { createReferenceBackend } from '@regopt/tensor';
 * import { describeBackend } from '@regopt/tensor/testing';
 * describeBackend('reference', createReferenceBackend);
 * ```
 */
export function describeBackend(name: string, create: () => Backend | Promise<Backend>): void {
  describe(`back end ${name}`, () => {
    let former: Backend;
    let backend: Backend;
    beforeAll(async () => {
      former = getBackend();
      backend = await create();
      setBackend(backend);
    });
    afterAll(() => {
      setBackend(former);
      backend.dispose();
    });

    it('has a name', () => {
      expect(backend.name).not.toBe('');
    });

    describeBackendMemory(() => backend);
    describeBackendKernels(() => backend);
    describeBackendNames();

    it('frees all memory in dispose(): later use throws DisposedError, later free does nothing', async () => {
      const other = await create();
      const x = withBackend(other, () => tensor([1, 2, 3]));
      other.dispose();
      other.dispose();
      expect(other.memory().buffers).toBe(0);
      expect(other.memory().bytes).toBe(0);
      expect(() => x.toArray()).toThrow(DisposedError);
      expect(() => withBackend(other, () => empty([3]))).toThrow(DisposedError);
      x.dispose();
      expect(other.memory().buffers).toBe(0);
      expect(other.memory().bytes).toBe(0);
    });
  });
}
