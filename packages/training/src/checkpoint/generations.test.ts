import { FormatError } from '@regopt/tensor';
import { describe, expect, it, vi } from 'vitest';
import type { Store } from '../contract/store.ts';
import { memoryStore } from '../store/memory-store.ts';
import { encodeCheckpoint } from './checkpoint-file.ts';
import { loadLatest, saveGeneration } from './generations.ts';

const state = (step: number) => encodeCheckpoint({ tensors: {}, metadata: { step: `${step}` } });

/** The step that is loaded, and from which file; what was told about others. */
async function latest(store: Store) {
  const told: string[] = [];
  const found = await loadLatest(store, { onProblem: ({ message }) => void told.push(message) });
  return { name: found?.name, step: found && Number(found.file.metadata.get('step')), told };
}

/** A copy of a store that stops working after some changes, as that of a killed process. */
function killedAfter(changes: number, store: Store): Store {
  let left = changes;
  const change =
    <Given extends unknown[]>(method: (...given: Given) => Promise<void>) =>
    async (...given: Given): Promise<void> => {
      if (left-- <= 0) throw new Error('killed');
      return method(...given);
    };
  return { ...store, write: change(store.write), rename: change(store.rename), remove: change(store.remove) };
}

describe('generations', () => {
  it('keep the state before the last', async () => {
    const store = memoryStore();
    expect(await loadLatest(store)).toBeUndefined();
    for (const step of [1, 2, 3]) await saveGeneration(store, state(step));
    expect(await store.list()).toEqual(['last.safetensors', 'previous.safetensors']);
    expect(await latest(store)).toEqual({ name: 'last.safetensors', step: 3, told: [] });
    expect(await store.read('previous.safetensors')).toEqual(state(2));
  });

  it('leave the newest complete state to be found wherever a save was cut off, and go on', async () => {
    for (let changes = 0; changes <= 3; changes++) {
      for (const before of [1, 2, 3]) {
        const store = memoryStore();
        for (let step = 1; step <= before; step++) await saveGeneration(store, state(step));
        const saved = await saveGeneration(killedAfter(changes, store), state(before + 1)).then(
          () => true,
          () => false,
        );
        expect(saved).toBe(changes === 3);
        expect(await latest(store)).toMatchObject({ step: changes === 0 ? before : before + 1, told: [] });
        // A state is never the only one if there was one before it.
        expect((await store.list()).length).toBeGreaterThanOrEqual(before === 1 && changes === 0 ? 1 : 2);
        await saveGeneration(store, state(before + 2));
        expect(await latest(store)).toMatchObject({ name: 'last.safetensors', step: before + 2 });
        expect(await store.list()).toEqual(['last.safetensors', 'previous.safetensors']);
      }
    }
  });
});

describe('loadLatest', () => {
  it('goes on to the state before a damaged one, and says why', async () => {
    const store = memoryStore('runs/a');
    for (const step of [1, 2]) await saveGeneration(store, state(step));
    const whole = state(2);
    await store.write('last.safetensors', whole.subarray(0, whole.length - 1));
    const { name, step, told } = await latest(store);
    expect([name, step]).toEqual(['previous.safetensors', 1]);
    expect(told).toEqual([
      expect.stringMatching(
        /^loadLatest: went on to previous\.safetensors: decodeCheckpoint: runs\/a\/last\.safetensors was cut off or changed: /,
      ),
    ]);
    // The good one stays until the next is written.
    await saveGeneration(killedAfter(1, store), state(3)).catch(() => {});
    expect((await latest(store)).step).toBe(3);
  });

  it('warns on the console if nobody else is told', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const store = memoryStore();
    for (const step of [1, 2]) await saveGeneration(store, state(step));
    await store.write('last.safetensors', new Uint8Array(3));
    await loadLatest(store);
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/^loadLatest: went on to previous/)]]);
    warn.mockRestore();
  });

  it('goes on to the state before one that the disk cannot read', async () => {
    const store = memoryStore();
    for (const step of [1, 2]) await saveGeneration(store, state(step));
    const failing: Store = {
      ...store,
      read: async (name) => {
        if (name === 'last.safetensors') throw new Error('EIO');
        return store.read(name);
      },
    };
    expect(await latest(failing)).toEqual({
      name: 'previous.safetensors',
      step: 1,
      told: ['loadLatest: went on to previous.safetensors: EIO'],
    });
  });

  it('is an error when no checkpoint can be read: a new run would replace them', async () => {
    const store = memoryStore('runs/a');
    for (const name of ['last.safetensors', 'previous.safetensors'])
      await store.write(name, new Uint8Array(9));
    const error = await loadLatest(store).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toMatch(
      /^FormatError: loadLatest: runs\/a has no checkpoint that can be read\. .*a\/last\.safetensors.*a\/previous\.safetensors/,
    );
  });
});
