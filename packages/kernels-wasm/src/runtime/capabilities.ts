/** The build and threads of a WASM back end, and the reasons. */
export interface Capabilities {
  readonly build: 'portable' | 'relaxed';
  /** Why this build runs, as one sentence. */
  readonly reason: string;
  /** Number of threads in use, this one included; 0 after `dispose()`. Results do not depend on it. */
  readonly threads: number;
  /** Why it is this number of threads. */
  readonly threadsReason: string;
}
