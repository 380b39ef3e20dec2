import { memory } from '@regopt/tensor';
import { describe, expect, it } from 'vitest';
import { suites } from '../suites.ts';
import type { Work } from '../work.ts';
import { startOurs } from './start-ours.ts';

const settings = { name: 'adamw', learningRate: 1e-3, weightDecay: 1e-2 } as const;

/** The suites' works, with fewer parameters to update than in the bench. */
const works = suites.flatMap(({ name, cases }) =>
  cases.map((one): [string, Work] => [
    `${name} ${one.name}`,
    one.work.kind === 'update' ? { ...one.work, size: 1000 } : one.work,
  ]),
);

describe('startOurs', () => {
  it.each(works)('does the work of %s without a reference loop', async (_, work) => {
    const ours = await startOurs(work);
    expect(await ours.contestant.run(2)).toBeGreaterThan(0);
    expect(ours.referenceKernels()).toEqual([]);
    expect(ours.threads).toBe(1);
    ours.dispose();
  });

  it('holds no more memory after many steps', async () => {
    const step = works.find(([name]) => name.startsWith('tiny'))!;
    const ours = await startOurs(step[1]);
    await ours.contestant.run(10);
    const { buffers, reservedBytes } = memory();
    await ours.contestant.run(100);
    expect(memory()).toMatchObject({ buffers, reservedBytes });
    ours.dispose();
  });

  it('fails on a result that is no number', async () => {
    const optimizer = { ...settings, learningRate: 1e38, weightDecay: 1e38 };
    const ours = await startOurs({ kind: 'update', tensors: 1, size: 4, optimizer });
    await expect(ours.contestant.run(3)).rejects.toThrow(
      /^ours: the result of update is (NaN|-?Infinity)\.$/,
    );
    ours.dispose();
  });
});
