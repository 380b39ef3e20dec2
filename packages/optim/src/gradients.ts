import type { Tensor } from '@regopt/tensor';

/** Provides a parameter's gradient, or `undefined` if it has none. A Map is one. */
export interface GradientSource {
  get(parameter: Tensor): Tensor | undefined;
}

/** Gradients by parameter, such as the result of a backward pass. A `Map<Tensor, Tensor>` is one. */
export interface Gradients extends GradientSource, Iterable<readonly [Tensor, Tensor]> {}
