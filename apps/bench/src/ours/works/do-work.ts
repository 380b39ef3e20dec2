import type { Generator } from '@regopt/tensor';
import type { Measured } from '../../../peers/serve.mjs';

/** Does the work so often and gives one number of the last result; or what it cost, where that is not the call's time. */
export type DoWork = (times: number) => number | Measured | Promise<Measured>;

/** What a work is made ready with. */
export interface WorkContext {
  readonly generator: Generator;
  /** Whether to record the step and replay it. */
  readonly compiled: boolean;
}
