import type { Generator } from '@regopt/tensor';
import type { Measured } from '../../../peers/serve.mjs';

/**
 * Does the work `times` times and returns one number of the last result, or the cost if that is not the time
 * of the call.
 */
export type DoWork = (times: number) => number | Measured | Promise<Measured>;

/** Inputs for preparing a work. */
export interface WorkContext {
  readonly generator: Generator;
  /** True to capture the step and replay it. */
  readonly compiled: boolean;
}
