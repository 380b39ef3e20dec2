import type { Tensor } from '@regopt/tensor';

/** Where an optimizer finds a parameter's gradient; `undefined` for a parameter that has none. A Map is one. */
export interface GradientSource {
  get(parameter: Tensor): Tensor | undefined;
}

/** Gradients by parameter, as a backward pass gives them. A `Map<Tensor, Tensor>` is one. */
export interface Gradients extends GradientSource, Iterable<readonly [Tensor, Tensor]> {}
