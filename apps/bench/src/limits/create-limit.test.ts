import { afterEach, describe, expect, it } from 'vitest';
import type { Work } from '../work.ts';
import { createLimit } from './create-limit.ts';
import { LimitThreads } from './limit-threads.ts';

const product = { kind: 'matmul', m: 64, k: 64, n: 64 } as const;
const update: Work = {
  kind: 'update',
  tensors: 2,
  size: 1000,
  optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0.9 },
};

const opened: LimitThreads[] = [];
afterEach(() => Promise.all(opened.splice(0).map((threads) => threads.close())));

async function open(portable: boolean, threads: number): Promise<LimitThreads> {
  const created = await LimitThreads.create(portable, 65536, threads);
  opened.push(created);
  return created;
}

describe.each([true, false])('the limits of the build where portable is %s', (portable) => {
  it('multiply and add on registers: 12 chains, a given number of turns', async () => {
    const threads = await open(portable, 1);
    const vectors = new Float32Array(threads.memory.buffer, 64, 15 * 4);
    vectors.fill(2, 0, 4).fill(3, 4, 8).fill(1, 8, 56);
    threads.run([{ loop: 'multiplyAdd', repeats: 1, numbers: [5, 64] }]);
    expect([...vectors.subarray(56)]).toEqual(Array(4).fill(12 * (1 + 5 * 2 * 3)));
  });

  it('read two arrays and write one, each thread exactly its share', async () => {
    const threads = await open(portable, 2);
    const values = new Float32Array(threads.memory.buffer, 0, 128);
    values.fill(7, 0, 48).fill(1, 48, 80).fill(2, 80, 112);
    const jobs = [0, 64].map((share) => ({
      loop: 'triad' as const,
      repeats: 2,
      numbers: [share, 192 + share, 320 + share, 64],
    }));
    threads.run(jobs);
    expect([...values.subarray(0, 48)]).toEqual([...Array(32).fill(1 + 3 * 2), ...Array(16).fill(7)]);
    values.fill(0, 0, 48);
    threads.run(jobs);
    expect([...values.subarray(0, 32)]).toEqual(Array(32).fill(7));
  });
});

describe('createLimit', () => {
  it.each([
    ['multiplyAdd', product, 1],
    ['multiplyAdd', product, 2],
    ['triad', update, 1],
    ['triad', update, 2],
  ] as const)('runs the %s of a work %j on %i threads', async (limit, work, threads) => {
    const runner = await createLimit(work, { limit, threads, portable: false });
    expect(await runner.run(10)).toBeGreaterThan(0);
    await runner.dispose?.();
  });

  it('derives its loops from the operations and the bytes of a work', async () => {
    const settings = { threads: 1, portable: false };
    await expect(createLimit(update, { limit: 'multiplyAdd', ...settings })).rejects.toThrow(
      'internal: the operations of update are not counted.',
    );
    await expect(createLimit(product, { limit: 'triad', ...settings })).rejects.toThrow(
      'internal: the traffic of matmul is not known.',
    );
  });
});
