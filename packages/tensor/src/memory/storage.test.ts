import { describe, expect, it } from 'vitest';
import type { Backend } from '../backend/backend.ts';
import { memory, withBackend } from '../backend/current-backend.ts';
import { createReferenceBackend } from '../backend/reference-backend.ts';
import { zeros } from '../tensor/create.ts';
import { keep, scope } from './scope.ts';

declare const process: {
  getBuiltinModule(name: 'node:v8'): { setFlagsFromString(flag: string): void };
  getBuiltinModule(name: 'node:vm'): { runInNewContext(code: string): () => void };
};
declare const setTimeout: (callback: () => void, milliseconds: number) => void;

process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
const collectGarbage = process.getBuiltinModule('node:vm').runInNewContext('gc');

/** Collects garbage until `done` returns true; finalizers run some time after a collection. */
async function collectUntil(done: () => boolean, rounds = 200): Promise<void> {
  for (let round = 0; round < rounds && !done(); round++) {
    collectGarbage();
    await new Promise<void>((resolve) => setTimeout(resolve, 5));
  }
}

/** A reference back end that notes every handle passed to `free`. */
function notingBackend(): { backend: Backend; freed: number[] } {
  const inner = createReferenceBackend();
  const freed: number[] = [];
  const backend: Backend = {
    name: 'noting',
    allocate: (byteLength) => inner.allocate(byteLength),
    free: (handle, byteLength) => {
      freed.push(handle);
      inner.free(handle, byteLength);
    },
    view: (...place) => inner.view(...place),
    run: (...command) => inner.run(...command),
    host: (callback) => inner.host(callback),
    read: (tensor) => inner.read(tensor),
    memory: () => inner.memory(),
    report: () => inner.report(),
    dispose: () => inner.dispose(),
  };
  return { backend, freed };
}

describe('the finalization registry', () => {
  it('frees memory that was made outside every scope, returned or kept, once it is unreachable', async () => {
    const before = memory().buffers;
    (() => {
      for (let i = 0; i < 50; i++) zeros([100]);
      scope(() => {
        for (let i = 0; i < 50; i++) keep(zeros([100]));
      });
      for (let i = 0; i < 50; i++) scope(() => zeros([100]));
    })();
    expect(memory().buffers).toBe(before + 150);
    await collectUntil(() => memory().buffers === before);
    expect(memory().buffers).toBe(before);
  });

  it('frees no memory that is still reachable', async () => {
    const before = memory().buffers;
    const kept = keep(zeros([100]));
    (() => zeros([100]))();
    await collectUntil(() => memory().buffers === before + 1);
    expect(memory().buffers).toBe(before + 1);
    expect(kept.toArray()[99]).toBe(0);
    kept.dispose();
    expect(memory().buffers).toBe(before);
  });

  it('frees nothing a second time', async () => {
    const { backend, freed } = notingBackend();
    withBackend(backend, () => {
      for (let i = 0; i < 50; i++) {
        const x = zeros([1]);
        x.dispose();
        x.dispose();
      }
      scope(() => {
        for (let i = 0; i < 50; i++) keep(zeros([1])).dispose();
        for (let i = 0; i < 50; i++) zeros([1]);
      });
      zeros([1]);
    });
    await collectUntil(() => freed.length > 150);
    // A few more rounds would show a second free.
    await collectUntil(() => freed.length > 151, 5);
    expect(freed).toHaveLength(151);
    expect(new Set(freed).size).toBe(151);
  });
});
