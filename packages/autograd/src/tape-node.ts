import type { Storage, Tensor } from '@regopt/tensor';

/** From the gradient of an op's output, the gradient of one of its inputs. Called only when it is needed. */
export type BackwardClosure = (gradient: Tensor) => Tensor;

/** The tape's record of one op: its inputs and, for each, the closure that computes its gradient. */
export interface TapeNode {
  /**
   * Time of the recording, from `tick`: greater than its inputs' ids, and less than the version of memory
   * written later.
   */
  readonly id: number;
  readonly name: string;
  readonly inputs: readonly Tensor[];
  /** `undefined` where an input has no gradient, such as labels. */
  readonly closures: readonly (BackwardClosure | undefined)[];
  readonly output: Storage;
}
