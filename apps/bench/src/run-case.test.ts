import { describe, expect, it } from 'vitest';
import { type Challenger, runCase } from './run-case.ts';
import { fakeContestant } from './testing/fake-contestant.ts';
import { fakeOurs } from './testing/fake-ours.ts';

const challenger = (peer: string, seconds: number): Challenger => ({
  peer,
  start: async () => ({ ...fakeContestant(peer, seconds), note: `note of ${peer}` }),
});

describe('runCase', () => {
  it('pairs ours with every peer and with the limit', async () => {
    const limit = fakeContestant('limit', 0.1);
    const result = await runCase(fakeOurs(0.5), [challenger('B', 1), challenger('C', 2)], limit, 7);
    expect(result.threads).toBe(1);
    expect(result.ours).toHaveLength(21);
    expect(result.peers).toEqual([
      { peer: 'B', pairs: Array(7).fill({ ours: 0.5, theirs: 1 }), note: 'note of B' },
      { peer: 'C', pairs: Array(7).fill({ ours: 0.5, theirs: 2 }), note: 'note of C' },
    ]);
    expect(result.limit).toEqual(Array(7).fill({ ours: 0.5, theirs: 0.1 }));
  });

  it('skips a peer that cannot start, or cannot do the work, and keeps its reason', async () => {
    const absent: Challenger = { peer: 'absent', start: () => Promise.reject(new Error('no torch')) };
    const unable: Challenger = {
      peer: 'unable',
      start: async () => ({ name: 'unable', run: () => Promise.reject(new Error('no convolutions')) }),
    };
    const result = await runCase(fakeOurs(0.5), [absent, unable, challenger('B', 1)], undefined, 7);
    expect(result.peers).toEqual([
      { peer: 'B', pairs: Array(7).fill({ ours: 0.5, theirs: 1 }), note: 'note of B' },
      { peer: 'absent', skipped: 'no torch' },
      { peer: 'unable', skipped: 'no convolutions' },
    ]);
    expect(result.limit).toBeUndefined();
  });

  it('lets a failure of ours out', async () => {
    const broken = {
      ...fakeOurs(1),
      contestant: { name: 'ours', run: () => Promise.reject(new Error('ours: NaN')) },
    };
    await expect(runCase(broken, [], undefined, 7)).rejects.toThrow('ours: NaN');
  });
});
