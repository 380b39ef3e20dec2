import type { LimitName } from './limits/limit-name.ts';
import type { OursSettings } from './ours/ours-settings.ts';
import type { PeerName } from './peers/peers.ts';
import type { Unit } from './unit.ts';
import type { Work } from './work.ts';

export interface BenchCase {
  readonly name: string;
  readonly work: Work;
  /** How ours runs, where that is not as the command line says: all threads, the fastest build, recorded steps. */
  readonly ours?: Partial<OursSettings>;
  /** Ours in other ways, each a column of its own beside the peers. */
  readonly beside?: Readonly<Record<string, Partial<OursSettings>>>;
  /** Who takes part, where it is not the suite's peers. */
  readonly peers?: readonly PeerName[];
}

/** A list of cases that are timed against the same peers and read in the same unit. */
export interface Suite {
  readonly name: string;
  /** What is timed, in a line. */
  readonly title: string;
  readonly unit: Unit;
  readonly cases: readonly BenchCase[];
  readonly peers: readonly PeerName[];
  /** What of the machine bounds it, measured in the same run. Left out where nothing simple does. */
  readonly limit?: LimitName;
  /**
   * How a sample is taken. `repeated`: the work over and over for a while, when it is warm; `fresh`: once, each time from
   * the start; `fixed`: once in all, since it is the same every time.
   */
  readonly sampling?: 'repeated' | 'fresh' | 'fixed';
}
