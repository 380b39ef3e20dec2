import { describe, expect, it } from 'vitest';
import { takeTurns } from './take-turns.ts';
import { fakeContestant } from './testing/fake-contestant.ts';

const entrant = (name: string, seconds: number, journal: string[], times = 1) => ({
  contestant: fakeContestant(name, seconds, journal),
  times,
});

describe('takeTurns', () => {
  it('runs ours and another in turn, A B A B', async () => {
    const journal: string[] = [];
    await takeTurns(entrant('A', 1, journal), [entrant('B', 2, journal)], 3, 9);
    expect(journal.join(' ')).toBe('A B A B A B');
  });

  it('runs ours right before each of several others, in every round', async () => {
    const journal: string[] = [];
    await takeTurns(entrant('A', 1, journal), [entrant('B', 2, journal), entrant('C', 3, journal)], 2, 9);
    expect(journal.join(' ')).toBe('A B A C A B A C');
  });

  it('leaves a rival that has taken too long out of the later rounds', async () => {
    const journal: string[] = [];
    const slow = entrant('S', 8, journal);
    const { pairs } = await takeTurns(entrant('A', 1, journal), [entrant('B', 2, journal), slow], 3, 9);
    expect(journal.join(' ')).toBe('A B A S A B A S A B');
    expect(pairs.map((list) => list.length)).toEqual([3, 2]);
  });

  it('gives the seconds per execution, and each of our samples', async () => {
    const { ours, pairs } = await takeTurns(entrant('A', 0.5, [], 10), [entrant('B', 3, [])], 2, 9);
    expect(ours).toEqual([0.5, 0.5]);
    expect(pairs).toEqual([
      [
        { ours: 0.5, theirs: 3 },
        { ours: 0.5, theirs: 3 },
      ],
    ]);
  });

  it('runs ours alone without rivals', async () => {
    const journal: string[] = [];
    const { ours } = await takeTurns(entrant('A', 1, journal), [], 3, 9);
    expect(journal.join(' ')).toBe('A A A');
    expect(ours).toHaveLength(3);
  });
});
