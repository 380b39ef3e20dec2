import { describe, expect, it } from 'vitest';
import { fakeContestant } from './testing/fake-contestant.ts';
import { warmUp } from './warm-up.ts';

describe('warmUp', () => {
  it('works for a while before anything counts', async () => {
    const journal: string[] = [];
    await warmUp(fakeContestant('A', 0.01, journal), 7);
    expect(journal.length).toBeGreaterThan(4);
  });

  it('repeats short work until a sample takes a tenth of a second', async () => {
    expect(await warmUp(fakeContestant('A', 0.001, []), 7)).toEqual({ times: 100, pairs: 7 });
    expect(await warmUp(fakeContestant('A', 0.00001, []), 7)).toEqual({ times: 10000, pairs: 7 });
  });

  it('does long work once a sample', async () => {
    expect(await warmUp(fakeContestant('A', 1.5, []), 7)).toEqual({ times: 1, pairs: 7 });
  });

  it('takes fewer pairs of work that takes many seconds, and one at least', async () => {
    expect(await warmUp(fakeContestant('A', 5, []), 7)).toEqual({ times: 1, pairs: 4 });
    expect(await warmUp(fakeContestant('A', 90, []), 7)).toEqual({ times: 1, pairs: 1 });
  });

  it('goes by the speed after the first runs, which are often slow', async () => {
    let runs = 0;
    const compiling = { name: 'A', run: async (times: number) => times * (runs++ === 0 ? 0.3 : 0.001) };
    expect((await warmUp(compiling, 7)).times).toBe(100);
  });
});
