/** Configuration of our library. */
export interface OursSettings {
  /** The `threads` option of `createWasmBackend`. */
  readonly threads: number | 'auto';
  /** True for the portable build, whose bits are the same on every machine. */
  readonly portable: boolean;
  /** True to capture a step once with `compile` and replay it, false to run it op by op. */
  readonly compiled: boolean;
  /** For the work `loop`: a loop written by hand instead of `fit`. Default false. */
  readonly byHand?: boolean;
  /** For the work `loop`: the option `parts` of `fit`. Default 1. */
  readonly parts?: number;
}
