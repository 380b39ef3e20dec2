import type { Contestant } from './contestant.ts';
import type { Ours } from './ours/start-ours.ts';
import { makeRow } from './report/make-row.ts';
import type { Row } from './report/row.ts';
import { type Challenger, runCase } from './run-case.ts';
import type { BenchCase, Suite } from './suite.ts';
import type { Work } from './work.ts';

/** Who takes part in a suite, and how the parts are got. */
export interface Participants {
  startOurs(work: Work): Promise<Ours>;
  challengers(work: Work): readonly Challenger[];
  startLimit(work: Work): Promise<Contestant | undefined>;
  /** Lets the peers go. */
  close(): Promise<void>;
}

export interface SuiteResult {
  readonly rows: readonly Row[];
  /** The kernels that ran on the reference loop; none when all is well. */
  readonly referenceKernels: readonly string[];
}

/** Times every case of a suite. */
export async function runSuite(
  suite: Suite,
  participants: Participants,
  pairs: number,
  announce: (benchCase: BenchCase) => void,
): Promise<SuiteResult> {
  const rows: Row[] = [];
  const slow = new Set<string>();
  for (const benchCase of suite.cases) {
    announce(benchCase);
    const { work } = benchCase;
    const ours = await participants.startOurs(work);
    try {
      const limit = await participants.startLimit(work);
      const result = await runCase(ours, participants.challengers(work), limit, pairs);
      rows.push(makeRow(suite, benchCase, result, pairs));
      for (const name of ours.referenceKernels()) slow.add(name);
    } finally {
      ours.dispose();
    }
  }
  return { rows, referenceKernels: [...slow].sort() };
}
