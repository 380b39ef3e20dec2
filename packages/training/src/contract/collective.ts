/**
 * The connection between the processes of one training: all that a session knows of the others. Calls are
 * synchronous, since a kernel is; the arrays lie in the back end's memory and are valid during the call.
 */
export interface Collective {
  readonly rank: number;
  readonly size: number;
  /** In place: the sum over all ranks. */
  allReduce(values: Float32Array): void;
  /** `all` gets the values of every rank, in the order of ranks. */
  allGather(all: Float32Array, own: Float32Array): void;
  /** Copies the bytes of rank `root` to all. */
  broadcast(bytes: Uint8Array, root: number): void;
  barrier(): void;
  close(): Promise<void>;
}
