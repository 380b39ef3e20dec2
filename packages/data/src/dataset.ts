import type { Tensor } from '@regopt/tensor';

/**
 * Examples in a back end's memory. The first axis of both tensors counts the examples; images are
 * `[examples, channels, height, width]`.
 */
export interface Dataset {
  /** u8 (bytes of images, kept as they are) or f32. */
  readonly inputs: Tensor;
  /** i32 class labels of shape `[examples]`, or f32 values. */
  readonly targets: Tensor;
  /** How many classes there are, for labels. */
  readonly classes?: number | undefined;
  /** What the labels 0, 1, ... are called, where they have names. */
  readonly classNames?: readonly string[] | undefined;
}
