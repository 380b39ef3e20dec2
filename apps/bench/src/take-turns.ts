import type { Contestant } from './contestant.ts';
import type { Sampling } from './warm-up.ts';

/** A contestant that is warm. */
export interface Entrant extends Sampling {
  readonly contestant: Contestant;
}

/** Seconds for the work once, ours and another's, taken one right after the other. */
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
 * both sides of a pair, and all pairs of a case alike. Without others ours runs alone.
 */
export async function takeTurns(ours: Entrant, others: readonly Entrant[]): Promise<Turns> {
  const sample = async ({ contestant, times }: Entrant) => (await contestant.run(times)) / times;
  const samples: number[] = [];
  const pairs: Pair[][] = others.map(() => []);
  const rounds = others.length === 0 ? ours.pairs : Math.max(...others.map((other) => other.pairs));
  for (let round = 0; round < rounds; round++) {
    if (others.length === 0) samples.push(await sample(ours));
    for (const [i, other] of others.entries()) {
      if (round >= other.pairs) continue;
      const mine = await sample(ours);
      samples.push(mine);
      pairs[i].push({ ours: mine, theirs: await sample(other) });
    }
  }
  return { ours: samples, pairs };
}
