import type { Contestant } from './contestant.ts';
import type { Ours } from './ours/start-ours.ts';
import type { CaseResult, PeerResult } from './report/make-row.ts';
import { type Entrant, takeTurns } from './take-turns.ts';
import { warmUp } from './warm-up.ts';

/** One way of running a peer; `start` rejects with the reason why it cannot. */
export interface Challenger {
  readonly peer: string;
  start(): Promise<Contestant>;
}

const enter = async (contestant: Contestant): Promise<Entrant> => ({
  contestant,
  times: await warmUp(contestant),
});

/** Makes everybody ready and warm, then times them in turn. A peer that cannot do the work is skipped, with its reason. */
export async function runCase(
  ours: Ours,
  challengers: readonly Challenger[],
  limit: Contestant | undefined,
  pairs: number,
): Promise<CaseResult> {
  const skipped: PeerResult[] = [];
  const ready: { peer: string; entrant: Entrant }[] = [];
  for (const { peer, start } of challengers) {
    try {
      ready.push({ peer, entrant: await enter(await start()) });
    } catch (error) {
      skipped.push({ peer, skipped: error instanceof Error ? error.message : String(error) });
    }
  }
  const others = ready.map(({ entrant }) => entrant);
  if (limit) others.push(await enter(limit));
  const turns = await takeTurns(await enter(ours.contestant), others, pairs);
  return {
    threads: ours.threads,
    ours: turns.ours,
    peers: [
      ...ready.map(({ peer, entrant }, i) => ({
        peer,
        pairs: turns.pairs[i],
        note: entrant.contestant.note,
      })),
      ...skipped,
    ],
    limit: limit && turns.pairs.at(-1),
  };
}
