import type { LimitName } from './limits/limit-name.ts';
import type { Unit } from './unit.ts';
import type { Work } from './work.ts';

export interface BenchCase {
  readonly name: string;
  readonly work: Work;
}

/** A list of cases that are timed against the same peers and read in the same unit. */
export interface Suite {
  readonly name: string;
  /** What is timed, in a line. */
  readonly title: string;
  readonly unit: Unit;
  readonly cases: readonly BenchCase[];
  /** What of the machine bounds it, measured in the same run. Left out where nothing simple does. */
  readonly limit?: LimitName;
}
