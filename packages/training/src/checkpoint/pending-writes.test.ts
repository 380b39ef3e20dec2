import { expect, it } from 'vitest';
import { memoryStore } from '../store/memory-store.ts';
import { pendingWrites } from './pending-writes.ts';

const setUp = () => {
  const store = memoryStore();
  const pending = pendingWrites(store);
  const put = (name: string, fails = false) =>
    pending.put(name, async () => {
      if (fails) throw new Error(`${name} fails`);
      await store.write(name, Uint8Array.of(1));
    });
  return { store, pending, put };
};

it('a file that failed is written again, the others are not, and the first error is told', async () => {
  const { store, pending, put } = setUp();
  put('a', true);
  put('b', true);
  put('c');
  expect((await pending.run())?.message).toBe('a fails');
  await store.remove('c');
  put('a');
  put('b');
  expect(await pending.run()).toBeUndefined();
  expect(await store.list()).toEqual(['a', 'b']);
});

it('a file that is to be removed is not written any more, one that is written not removed', async () => {
  const { store, pending, put } = setUp();
  put('a');
  pending.remove('a');
  put('b');
  pending.remove('b');
  put('b');
  expect(await pending.run()).toBeUndefined();
  expect(await store.list()).toEqual(['b']);
});

it('a file is removed only once all others are written', async () => {
  const { store, pending, put } = setUp();
  await store.write('old', Uint8Array.of(1));
  pending.remove('old');
  put('new', true);
  await pending.run();
  expect(await store.list()).toEqual(['old']);
  put('new');
  await pending.run();
  expect(await store.list()).toEqual(['new']);
});
