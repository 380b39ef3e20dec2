import { describe, expect, it } from 'vitest';
import { takeTurns } from './take-turns.ts';
import { fakeContestant } from './testing/fake-contestant.ts';

const entrant = (name: string, seconds: number, journal: string[], pairs: number, times = 4) => ({
  contestant: fakeContestant(name, seconds, journal),
  times,
  pairs,
});

describe('takeTurns', () => {
  it('runs ours and another in turn, A B A B', async () => {
    const journal: string[] = [];
    await takeTurns(entrant('A', 1, journal, 3), [entrant('B', 2, journal, 3)]);
    expect(journal.join(' ')).toBe('A B A B A B');
  });

  it('runs ours right before each of several others, in every round', async () => {
    const journal: string[] = [];
    await takeTurns(entrant('A', 1, journal, 2), [entrant('B', 2, journal, 2), entrant('C', 3, journal, 2)]);
    expect(journal.join(' ')).toBe('A B A C A B A C');
  });

  it('leaves one with fewer pairs out of the later rounds', async () => {
    const journal: string[] = [];
    const slow = entrant('S', 90, journal, 1);
    const { pairs } = await takeTurns(entrant('A', 1, journal, 3), [entrant('B', 2, journal, 3), slow]);
    expect(journal.join(' ')).toBe('A B A S A B A B');
    expect(pairs.map((list) => list.length)).toEqual([3, 1]);
  });

  it('gives the seconds for the work once, and each of our samples', async () => {
    const { ours, pairs } = await takeTurns(entrant('A', 0.5, [], 2, 10), [entrant('B', 3, [], 2, 1)]);
    expect(ours).toEqual([0.5, 0.5]);
    expect(pairs).toEqual([
      [
        { ours: 0.5, theirs: 3 },
        { ours: 0.5, theirs: 3 },
      ],
    ]);
  });

  it('runs ours alone where nobody else is there', async () => {
    const journal: string[] = [];
    const { ours } = await takeTurns(entrant('A', 1, journal, 3), []);
    expect(journal.join(' ')).toBe('A A A');
    expect(ours).toHaveLength(3);
  });
});
