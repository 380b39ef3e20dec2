import { describe, expect, it } from 'vitest';
import { fakeContestant } from './testing/fake-contestant.ts';
import { warmUp } from './warm-up.ts';

describe('warmUp', () => {
  it('works for a while before anything counts', async () => {
    const journal: string[] = [];
    await warmUp(fakeContestant('A', 0.01, journal));
    expect(journal.length).toBeGreaterThan(4);
  });

  it('repeats short work until a sample takes a tenth of a second', async () => {
    expect(await warmUp(fakeContestant('A', 0.001, []))).toBe(100);
    expect(await warmUp(fakeContestant('A', 0.00001, []))).toBe(10000);
  });

  it('does long work once a sample', async () => {
    expect(await warmUp(fakeContestant('A', 1.5, []))).toBe(1);
  });

  it('goes by the speed after the first runs, which are often slow', async () => {
    let runs = 0;
    const compiling = { name: 'A', run: async (times: number) => times * (runs++ === 0 ? 0.3 : 0.001) };
    expect(await warmUp(compiling)).toBe(100);
  });
});
