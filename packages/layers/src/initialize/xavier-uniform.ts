import { type Tensor, uniformKernel } from '@regopt/tensor';
import {
  checkInitializer,
  fans,
  fillDrawn,
  type InitializerOptions,
  initializerKinds,
} from './initializer.ts';

/**
 * Fills a weight with uniform numbers in +-gain sqrt(6 / (fanIn + fanOut)), so that activations and gradients
 * approximately keep their variance from layer to layer.
 *
 * Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks",
 * AISTATS 2010.
 *
 * @param weight `[outputs, inputs, ...kernel]`, f32 or f64
 * @returns the same tensor
 * @throws ShapeError for fewer than two axes; ValueError for a gain <= 0 or no generator.
 * @example
 * ```ts
 * import { xavierUniform } from '@regopt/layers';
 * import { createGenerator, empty } from '@regopt/tensor';
 * xavierUniform(empty([256, 784]), { generator: createGenerator(1) });
 * ```
 */
export function xavierUniform(weight: Tensor, options: InitializerOptions): Tensor {
  const generator = checkInitializer('xavierUniform', options, initializerKinds);
  const { fanIn, fanOut } = fans('xavierUniform', weight.shape);
  const bound = (options.gain ?? 1) * Math.sqrt(6 / (fanIn + fanOut));
  return fillDrawn('xavierUniform', weight, generator, uniformKernel, [-bound, bound]);
}
