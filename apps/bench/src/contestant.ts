/** A library, or the machine's limit, that does the work of a case and is timed. */
export interface Contestant {
  readonly name: string;
  /** A difference from ours, or its configuration; shown beside its numbers. */
  readonly note?: string;
  /**
   * Does the work `times` times, waits for the last result, and returns the cost: seconds, or bytes for a
   * size.
   */
  run(times: number): Promise<number>;
}
