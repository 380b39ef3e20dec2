import { median } from '../median.ts';
import type { BenchCase, Suite } from '../suite.ts';
import type { Pair } from '../take-turns.ts';
import { inUnit } from '../unit.ts';
import type { Row } from './row.ts';

/** What came of one way of running a peer. */
export type PeerResult = { readonly peer: string } & (
  | { readonly pairs: readonly Pair[]; readonly note?: string }
  | { readonly skipped: string }
);

export interface CaseResult {
  readonly threads: number;
  /** Seconds for the work once. */
  readonly ours: readonly number[];
  /** Where a peer ran in several ways, the fastest counts. */
  readonly peers: readonly PeerResult[];
  readonly limit: readonly Pair[] | undefined;
}

/** The medians of a case's samples, in the suite's unit. */
export function makeRow(suite: Suite, { name, work }: BenchCase, result: CaseResult, pairs: number): Row {
  const secondsOf = (list: readonly Pair[]) => median(list.map(({ theirs }) => theirs));
  const best = new Map<string, PeerResult>();
  for (const candidate of result.peers) {
    const former = best.get(candidate.peer);
    if (former === undefined || 'skipped' in former) best.set(candidate.peer, candidate);
    else if (!('skipped' in candidate) && secondsOf(candidate.pairs) < secondsOf(former.pairs))
      best.set(candidate.peer, candidate);
  }
  const peers: Record<string, number> = {};
  const ratios: Record<string, number> = {};
  const notes: Record<string, string> = {};
  for (const [peer, one] of best) {
    if ('skipped' in one) {
      notes[peer] = `skipped: ${one.skipped}`;
      continue;
    }
    peers[peer] = inUnit(suite.unit, secondsOf(one.pairs), work);
    ratios[peer] = median(one.pairs.map(({ ours, theirs }) => theirs / ours));
    const count = one.pairs.length;
    const few = count < pairs ? `${count} ${count === 1 ? 'pair' : 'pairs'} only` : undefined;
    const note = [one.note, few].filter((text) => text !== undefined).join(', ');
    if (note !== '') notes[peer] = note;
  }
  return {
    suite: suite.name,
    case: name,
    threads: result.threads,
    unit: suite.unit,
    ours: inUnit(suite.unit, median(result.ours), work),
    peers,
    limit: result.limit === undefined ? null : inUnit(suite.unit, secondsOf(result.limit), work),
    ratios,
    notes,
  };
}
