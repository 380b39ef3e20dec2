/** Configuration of our library. */
export interface OursSettings {
  /** The `threads` option of `createWasmBackend`. */
  readonly threads: number | 'auto';
  /** True for the portable build, whose bits are the same on every machine. */
  readonly portable: boolean;
  /** True to capture a step once with `compile` and replay it, false to run it op by op. */
  readonly compiled: boolean;
}
