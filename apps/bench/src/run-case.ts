import type { Contestant } from './contestant.ts';
import type { Ours } from './ours/ours.ts';
import type { CaseResult, RivalResult } from './report/case-result.ts';
import type { Sampling } from './sampling.ts';
import { type Entrant, takeTurns } from './take-turns.ts';
import { warmUp } from './warm-up.ts';

/** A configuration of a peer, or another one of ours; `start` rejects with the reason if it cannot run. */
export interface Rival {
  readonly name: string;
  start(): Promise<Contestant>;
}

/**
 * Prepares and warms up all participants, then times them in turn. A rival that cannot do the work is
 * skipped.
 */
export async function runCase(
  ours: Ours,
  rivals: readonly Rival[],
  limit: Contestant | undefined,
  sampling: Sampling,
): Promise<CaseResult> {
  const enter = async (contestant: Contestant): Promise<Entrant> => ({
    contestant,
    times: await warmUp(contestant, sampling),
  });
  const skipped: RivalResult[] = [];
  const ready: { name: string; entrant: Entrant }[] = [];
  for (const { name, start } of rivals) {
    try {
      ready.push({ name, entrant: await enter(await start()) });
    } catch (error) {
      skipped.push({ name, skipped: error instanceof Error ? error.message : String(error) });
    }
  }
  const others = ready.map(({ entrant }) => entrant);
  if (limit) others.push(await enter(limit));
  const turns = await takeTurns(await enter(ours.contestant), others, sampling.pairs, sampling.otherSeconds);
  return {
    facts: ours.facts,
    ours: turns.ours,
    rivals: [
      ...ready.map(({ name, entrant }, i) => ({
        name,
        pairs: turns.pairs[i]!,
        note: entrant.contestant.note,
      })),
      ...skipped,
    ],
    limit: limit && turns.pairs.at(-1),
  };
}
