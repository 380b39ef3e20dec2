import type { LimitName } from './limits/limit-name.ts';
import type { OursSettings } from './ours/ours-settings.ts';
import type { PeerName } from './peers/peers.ts';
import type { Unit } from './unit.ts';
import type { Work } from './work.ts';

export interface BenchCase {
  readonly name: string;
  readonly work: Work;
  /** Settings of ours that differ from the default: all threads, the fastest build, captured steps. */
  readonly ours?: Partial<OursSettings>;
  /** Other configurations of ours, each in its own column beside the peers. */
  readonly beside?: Readonly<Record<string, Partial<OursSettings>>>;
  /** The peers, if they differ from the suite's. */
  readonly peers?: readonly PeerName[];
}

/** Cases that are timed against the same peers and reported in the same unit. */
export interface Suite {
  readonly name: string;
  /** A one-line description. */
  readonly title: string;
  readonly unit: Unit;
  readonly cases: readonly BenchCase[];
  readonly peers: readonly PeerName[];
  /** The machine's limit, measured in the same run. Absent if no simple one applies. */
  readonly limit?: LimitName;
  /**
   * The kind of samples. `repeated`: the warm work many times; `fresh`: once, from the start each time;
   * `fixed`: a single sample, since the result is always the same.
   */
  readonly sampling?: 'repeated' | 'fresh' | 'fixed';
}
