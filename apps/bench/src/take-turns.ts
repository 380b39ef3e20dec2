import type { Contestant } from './contestant.ts';

/** A contestant after its warm-up. */
export interface Entrant {
  readonly contestant: Contestant;
  /** Executions of the work per sample. */
  readonly times: number;
}

/** Cost per execution of ours and of a rival, measured one right after the other. */
export interface Pair {
  readonly ours: number;
  readonly theirs: number;
}

export interface Turns {
  /** All of our samples. */
  readonly ours: readonly number[];
  /** The pairs with each rival, in the rivals' order. */
  readonly pairs: readonly (readonly Pair[])[];
}

/**
 * Times ours against each rival in turn: A B A C, A B A C, ... A change of the machine's speed then affects
 * both sides of a pair, and all pairs of a case alike. Without rivals ours runs alone. A rival whose samples
 * have taken more than `otherSeconds` in total is left out of later rounds.
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
