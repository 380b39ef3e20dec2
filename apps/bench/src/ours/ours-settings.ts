/** How ours runs. */
export interface OursSettings {
  /** As `createWasmBackend` takes them. */
  readonly threads: number | 'auto';
  /** Whether on the portable build, whose bits are the same on every machine. */
  readonly portable: boolean;
  /** Whether a step is recorded once and then replayed, by `compile`; else it runs op by op. */
  readonly compiled: boolean;
}
