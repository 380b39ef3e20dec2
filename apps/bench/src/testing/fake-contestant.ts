import type { Contestant } from '../contestant.ts';

/** A contestant that claims a fixed number of seconds per execution and writes its name into the journal. */
export function fakeContestant(name: string, secondsEach: number, journal: string[] = []): Contestant {
  return {
    name,
    async run(times) {
      journal.push(name);
      return times * secondsEach;
    },
  };
}
