import type { Tensor } from '@regopt/tensor';

/** The gradients and the loss of some parts of a batch, each weighted by its share of the batch's rows. */
export interface PartSum {
  readonly gradients: Map<Tensor, Tensor>;
  readonly loss: Tensor;
}
