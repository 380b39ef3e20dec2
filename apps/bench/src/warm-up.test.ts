import { describe, expect, it } from 'vitest';
import { fakeContestant } from './testing/fake-contestant.ts';
import { warmUp } from './warm-up.ts';

const sampling = { pairs: 7, warmUpSeconds: 0.4, sampleSeconds: 0.1, otherSeconds: 20 };

describe('warmUp', () => {
  it('works for a while before the first sample', async () => {
    const journal: string[] = [];
    await warmUp(fakeContestant('A', 0.01, journal), sampling);
    expect(journal.length).toBeGreaterThan(4);
  });

  it('repeats short work until it fills a sample', async () => {
    expect(await warmUp(fakeContestant('A', 0.001, []), sampling)).toBe(100);
    expect(await warmUp(fakeContestant('A', 0.00001, []), sampling)).toBe(10000);
  });

  it('does long work once a sample', async () => {
    expect(await warmUp(fakeContestant('A', 1.5, []), sampling)).toBe(1);
  });

  it('uses the speed after the first runs, which are often slow', async () => {
    let runs = 0;
    const compiling = { name: 'A', run: async (times: number) => times * (runs++ === 0 ? 0.3 : 0.001) };
    expect(await warmUp(compiling, sampling)).toBe(100);
  });

  it('grows the count at most eightfold: a tiny first time costs seconds, not hours', async () => {
    const asked: number[] = [];
    const run = async (times: number) => times * (asked.push(times) === 1 ? 1e-9 : 0.001);
    expect(await warmUp({ name: 'A', run }, sampling)).toBe(100);
    expect(asked.slice(0, 2)).toEqual([1, 8]);
  });

  it('does the work once if a sample has no length, and not at all without a warm-up', async () => {
    const journal: string[] = [];
    const once = { pairs: 7, warmUpSeconds: Number.MIN_VALUE, otherSeconds: 20 };
    expect(await warmUp(fakeContestant('A', 0.001, journal), once)).toBe(1);
    expect(journal).toEqual(['A']);
    expect(await warmUp(fakeContestant('A', 0.001, journal), { ...once, warmUpSeconds: 0 })).toBe(1);
    expect(journal).toEqual(['A']);
  });
});
