/** Somebody else's library, run by a worker that speaks the protocol of peers/serve.mjs. */
export interface Peer {
  readonly name: string;
  /** The worker's file in the folder `peers`; its ending says whether Node or Python runs it. */
  readonly worker: string;
  /** Words on the worker's command line. */
  readonly words: readonly string[];
  /** Variables of its environment besides those of the bench. */
  readonly env?: Readonly<Record<string, string>>;
  /** The ways of running it, of which the fastest counts: with so many threads each. Left out where it has one. */
  readonly threads?: readonly number[];
}
