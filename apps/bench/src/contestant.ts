/** Somebody who does the work of a case and can be timed. */
export interface Contestant {
  readonly name: string;
  /** What differs from ours, or how it is set up; shown beside its numbers. */
  readonly note?: string;
  /** Does the work so often, waits for the last result, and gives what it cost: seconds, or bytes where they are asked. */
  run(times: number): Promise<number>;
}
