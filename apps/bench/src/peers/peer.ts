/** Somebody else's library, run by a worker that speaks the protocol of peers/serve.mjs. */
export interface Peer {
  readonly name: string;
  /** The worker's file in the folder `peers`; its ending says whether Node or Python runs it. */
  readonly worker: string;
  /** Its words on the worker's command line: one list for each way of running it, of which the fastest counts. */
  readonly variants: readonly (readonly string[])[];
}
