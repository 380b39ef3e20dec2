import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { createReferenceBackend, setBackend } from '@regopt/tensor';
import { beforeAll, expect, it } from 'vitest';
import { sharedMemory } from './testing/shared-memory.ts';
import { smallTraining } from './testing/small-training.ts';

// The ranks run on the reference back end, whose last bits are the engine's.
beforeAll(() => setBackend(createReferenceBackend()));

/** The results of all ranks, each a thread. */
async function onRanks(size: number, parts: number): Promise<string[]> {
  const memory = sharedMemory(size);
  const workers = Array.from(
    { length: size },
    (_, rank) =>
      new Worker(new URL('./testing/rank.ts', import.meta.url), {
        workerData: { memory, rank, size, parts },
        execArgv: ['--conditions=@regopt/source'],
      }),
  );
  const results = workers.map(async (worker) => {
    const [result] = await once(worker, 'message');
    return result as string;
  });
  return Promise.all(results);
}

it.each([2, 4])('%s ranks give the bits of one process with as many parts in all', async (size) => {
  const alone = await smallTraining(4);
  for (const result of await onRanks(size, 4)) expect(result).toBe(alone);
});
