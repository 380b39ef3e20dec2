import { expect, it } from 'vitest';
import { describeStore } from '../testing/describe-store.ts';
import { memoryStore } from './memory-store.ts';

describeStore('memoryStore', { create: () => memoryStore() });

it('a memory store has a name for messages', () => {
  expect(memoryStore().name).toBe('memory');
  expect(memoryStore('uploads').name).toBe('uploads');
});
