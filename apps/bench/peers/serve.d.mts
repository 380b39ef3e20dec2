/** What a run cost, where it is not the seconds of the call, and a number of its result. */
export interface Measured {
  readonly cost: number;
  readonly value: number;
}

/** A work that is ready. */
export interface Runner {
  /** Does it so often, waits, and gives one number of the last result. */
  run(times: number): number | Measured | Promise<number | Measured>;
  readonly note?: string;
  /** Plain data that goes out with the answer that the work is ready. */
  readonly facts?: object;
  /** What there is to say when the work was done. */
  report?(): unknown;
  dispose?(): void | Promise<void>;
}

/** Answers questions on the standard input until it ends, and ends the process then. */
export function serve<W, S>(create: (work: W, settings: S) => Runner | Promise<Runner>): Promise<void>;
