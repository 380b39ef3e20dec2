import type { Contestant } from './contestant.ts';
import type { Ours } from './ours/ours.ts';
import type { OursFacts } from './ours/ours-facts.ts';
import { makeRow } from './report/make-row.ts';
import type { Row } from './report/row.ts';
import { type Rival, runCase } from './run-case.ts';
import { planSampling } from './sampling.ts';
import type { BenchCase, Suite } from './suite.ts';

/** The participants of a suite. */
export interface Participants {
  startOurs(benchCase: BenchCase): Promise<Ours>;
  /** The peers, ours in other ways, and another revision of ours. */
  rivals(benchCase: BenchCase): readonly Rival[];
  /** The machine's limit for the threads and build of ours. */
  startLimit(benchCase: BenchCase, facts: OursFacts): Promise<Contestant | undefined>;
  /** Ends all participants. */
  close(): Promise<void>;
}

export interface SuiteResult {
  readonly rows: readonly Row[];
  /** Kernels that ran as reference loops; should be empty. */
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
  const others = suite.cases.flatMap((each) => participants.rivals(each)).length;
  const limits = suite.limit === undefined ? 0 : suite.cases.length;
  const sampling = planSampling(suite, others + limits, pairs);
  for (const benchCase of suite.cases) {
    announce(benchCase);
    const ours = await participants.startOurs(benchCase);
    const limit = await participants.startLimit(benchCase, ours.facts);
    const result = await runCase(ours, participants.rivals(benchCase), limit, sampling);
    rows.push(makeRow(suite, benchCase, result, sampling.pairs));
    for (const name of await ours.referenceKernels()) slow.add(name);
  }
  return { rows, referenceKernels: [...slow].sort() };
}
