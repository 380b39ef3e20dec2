import type { Tensor } from '@regopt/tensor';

/**
 * Examples in a back end's memory. The first axis of both tensors is the examples; images are
 * `[examples, channels, height, width]`.
 */
export interface Dataset {
  /** u8 (image bytes, not converted) or f32. */
  readonly inputs: Tensor;
  /** i32 class labels of shape `[examples]`, or f32 values. */
  readonly targets: Tensor;
  /**
   * f32 `[examples]`, each finite and >= 0: the factor of each example's loss. `withWeights` makes and checks
   * them.
   */
  readonly weights?: Tensor | undefined;
  /** Number of classes, for labels. */
  readonly classes?: number | undefined;
  /** Names of the labels 0, 1, ..., if they have any. */
  readonly classNames?: readonly string[] | undefined;
}
