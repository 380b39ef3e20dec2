import type { Contestant } from './contestant.ts';

/** A contestant that is warm. */
export interface Entrant {
  readonly contestant: Contestant;
  /** How often it does the work in a sample. */
  readonly times: number;
}

/** Cost of the work once, ours and another's, taken one right after the other. */
export interface Pair {
  readonly ours: number;
  readonly theirs: number;
}

export interface Turns {
  /** All of our samples. */
  readonly ours: readonly number[];
  /** The pairs with each of the others, in the others' order. */
  readonly pairs: readonly (readonly Pair[])[];
}

/**
 * Times ours against each of the others in turn: A B A C, A B A C, ..., so that a change of the machine's speed meets
 * both sides of a pair, and all pairs of a case alike. Without others ours runs alone. One whose samples have taken more
 * than `otherSeconds` together is left out of the later rounds.
 */
export async function takeTurns(
  ours: Entrant,
  others: readonly Entrant[],
  rounds: number,
  otherSeconds: number,
): Promise<Turns> {
  const samples: number[] = [];
  const pairs: Pair[][] = others.map(() => []);
  const spent = others.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    if (others.length === 0) samples.push((await ours.contestant.run(ours.times)) / ours.times);
    for (const [i, { contestant, times }] of others.entries()) {
      if (spent[i]! > otherSeconds) continue;
      const mine = (await ours.contestant.run(ours.times)) / ours.times;
      const seconds = await contestant.run(times);
      spent[i]! += seconds;
      samples.push(mine);
      pairs[i]!.push({ ours: mine, theirs: seconds / times });
    }
  }
  return { ours: samples, pairs };
}
