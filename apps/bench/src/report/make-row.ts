import { median } from '../median.ts';
import type { BenchCase, Suite } from '../suite.ts';
import type { Pair } from '../take-turns.ts';
import { inUnit } from '../unit.ts';
import type { CaseResult, RivalResult } from './case-result.ts';
import { machine } from './machine.ts';
import type { Row } from './row.ts';

const costOf = (list: readonly Pair[]) => median(list.map(({ theirs }) => theirs));

/** The cheapest configuration of each rival, by name. */
function bestOf(results: readonly RivalResult[]): Map<string, RivalResult> {
  const best = new Map<string, RivalResult>();
  for (const candidate of results) {
    const former = best.get(candidate.name);
    if (former === undefined || 'skipped' in former) best.set(candidate.name, candidate);
    else if (!('skipped' in candidate) && costOf(candidate.pairs) < costOf(former.pairs))
      best.set(candidate.name, candidate);
  }
  return best;
}

function noteOf(count: number, pairs: number, note: string | undefined): string {
  const few = count < pairs ? `${count} ${count === 1 ? 'pair' : 'pairs'} only` : undefined;
  return [note, few].filter((text) => text !== undefined).join(', ');
}

/** The medians of a case's samples, in the suite's unit. */
export function makeRow(suite: Suite, { name, work }: BenchCase, result: CaseResult, pairs: number): Row {
  const toUnit = (cost: number) => inUnit(suite.unit, cost, work);
  const samplesOf = (list: readonly Pair[]) =>
    list.map(({ ours, theirs }) => [toUnit(ours), toUnit(theirs)] as const);
  const rivals: Record<string, number> = {};
  const ratios: Record<string, number> = {};
  const notes: Record<string, string> = {};
  const samples: Record<string, (readonly [number, number])[]> = {};
  for (const [rival, one] of bestOf(result.rivals)) {
    if ('skipped' in one) {
      notes[rival] = `skipped: ${one.skipped}`;
      continue;
    }
    rivals[rival] = toUnit(costOf(one.pairs));
    ratios[rival] = median(one.pairs.map(({ ours, theirs }) => theirs / ours));
    samples[rival] = samplesOf(one.pairs);
    const note = noteOf(one.pairs.length, pairs, one.note);
    if (note !== '') notes[rival] = note;
  }
  const { limit } = result;
  if (limit) samples['limit'] = samplesOf(limit);
  return {
    suite: suite.name,
    case: name,
    unit: suite.unit,
    ...result.facts,
    ours: toUnit(median(result.ours)),
    rivals,
    ratios,
    limitName: (limit && suite.limit) ?? null,
    limit: limit ? toUnit(costOf(limit)) : null,
    share: limit ? median(limit.map(({ ours, theirs }) => theirs / ours)) : null,
    notes,
    samples: { ours: result.ours.map(toUnit), pairs: samples },
    machine,
  };
}
