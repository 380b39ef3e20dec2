import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '../backend.ts';
import { tensor } from '../create.ts';
import { getBackend, setBackend } from '../current-backend.ts';

/** The tests that every back end passes. `create` makes a fresh one. */
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

    it('holds what is written to it', () => {
      expect([...tensor([1, 2, 3]).toArray()]).toEqual([1, 2, 3]);
    });
  });
}
