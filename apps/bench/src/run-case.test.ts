import { describe, expect, it } from 'vitest';
import { type Rival, runCase } from './run-case.ts';
import { fakeContestant } from './testing/fake-contestant.ts';
import { fakeOurs } from './testing/fake-ours.ts';

const rival = (name: string, seconds: number): Rival => ({
  name,
  start: async () => ({ ...fakeContestant(name, seconds), note: `note of ${name}` }),
});

const sampling = { pairs: 7, warmUpSeconds: 0.1, sampleSeconds: 0.02, otherSeconds: 20 };

describe('runCase', () => {
  it('pairs ours with every rival and with the limit', async () => {
    const limit = fakeContestant('limit', 0.1);
    const result = await runCase(fakeOurs(0.5), [rival('B', 1), rival('C', 2)], limit, sampling);
    expect(result.facts).toEqual({ threads: 1, build: 'relaxed', compiled: false });
    expect(result.ours).toHaveLength(21);
    expect(result.rivals).toEqual([
      { name: 'B', pairs: Array(7).fill({ ours: 0.5, theirs: 1 }), note: 'note of B' },
      { name: 'C', pairs: Array(7).fill({ ours: 0.5, theirs: 2 }), note: 'note of C' },
    ]);
    expect(result.limit).toEqual(Array(7).fill({ ours: 0.5, theirs: 0.1 }));
  });

  it('skips a rival that cannot start or do the work, and keeps its reason', async () => {
    const absent: Rival = { name: 'absent', start: () => Promise.reject(new Error('no torch')) };
    const unable: Rival = {
      name: 'unable',
      start: async () => ({ name: 'unable', run: () => Promise.reject(new Error('no convolutions')) }),
    };
    const result = await runCase(fakeOurs(0.5), [absent, unable, rival('B', 1)], undefined, sampling);
    expect(result.rivals).toEqual([
      { name: 'B', pairs: Array(7).fill({ ours: 0.5, theirs: 1 }), note: 'note of B' },
      { name: 'absent', skipped: 'no torch' },
      { name: 'unable', skipped: 'no convolutions' },
    ]);
    expect(result.limit).toBeUndefined();
  });

  it('passes a failure of ours on', async () => {
    const broken = {
      ...fakeOurs(1),
      contestant: { name: 'ours', run: () => Promise.reject(new Error('ours: NaN')) },
    };
    await expect(runCase(broken, [], undefined, sampling)).rejects.toThrow('ours: NaN');
  });
});
