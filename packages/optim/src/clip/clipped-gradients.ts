import type { Tensor } from '@regopt/tensor';

/** Gradients by parameter, and the norm that they had together before they were clipped. */
export class ClippedGradients extends Map<Tensor, Tensor> {
  /** A scalar of f64. Read it with `item()` once the step is done; a scope frees it unless it, or the whole, is returned or kept. */
  readonly norm: Tensor;

  constructor(entries: Iterable<readonly [Tensor, Tensor]>, norm: Tensor) {
    super(entries);
    this.norm = norm;
  }
}
