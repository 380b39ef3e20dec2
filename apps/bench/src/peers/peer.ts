/** Another library, run by a worker that speaks the protocol of peers/serve.mjs. */
export interface Peer {
  readonly name: string;
  /** The worker's file in the folder `peers`; its extension selects Node or Python. */
  readonly worker: string;
  /** Arguments of the worker's command line. */
  readonly words: readonly string[];
  /** Environment variables in addition to the bench's. */
  readonly env?: Readonly<Record<string, string>>;
  /** Thread counts to try; the fastest one counts. Absent if it runs on one thread. */
  readonly threads?: readonly number[];
}
