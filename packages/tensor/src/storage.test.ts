import { describe, expect, it } from 'vitest';
import { zeros } from './create.ts';
import { memory } from './current-backend.ts';
import { keep, scope } from './scope.ts';

declare const process: {
  getBuiltinModule(name: 'node:v8'): { setFlagsFromString(flag: string): void };
  getBuiltinModule(name: 'node:vm'): { runInNewContext(code: string): () => void };
};
declare const setTimeout: (callback: () => void, milliseconds: number) => void;

process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
const collectGarbage = process.getBuiltinModule('node:vm').runInNewContext('gc');

/** Collects garbage until `done`; finalizers run some time after a collection. */
async function collectUntil(done: () => boolean): Promise<void> {
  for (let round = 0; round < 200 && !done(); round++) {
    collectGarbage();
    await new Promise<void>((resolve) => setTimeout(resolve, 5));
  }
}

describe('the net under forgotten tensors', () => {
  it('frees what was made outside of every scope, or kept, and is not referred to any more', async () => {
    const before = memory().buffers;
    (() => {
      for (let i = 0; i < 50; i++) zeros([100]);
      scope(() => {
        for (let i = 0; i < 50; i++) keep(zeros([100]));
      });
    })();
    expect(memory().buffers).toBe(before + 100);
    await collectUntil(() => memory().buffers === before);
    expect(memory().buffers).toBe(before);
  });

  it('frees nothing that is still referred to, and nothing twice', async () => {
    const before = memory().buffers;
    const kept = keep(zeros([100]));
    (() => {
      for (let i = 0; i < 50; i++) zeros([100]).dispose();
      zeros([100]);
    })();
    await collectUntil(() => memory().buffers === before + 1);
    expect(memory().buffers).toBe(before + 1);
    expect(kept.toArray()[99]).toBe(0);
    kept.dispose();
    expect(memory().buffers).toBe(before);
  });
});
