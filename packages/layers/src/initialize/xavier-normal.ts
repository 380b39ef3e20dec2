import { normalKernel, type Tensor } from '@regopt/tensor';
import {
  checkInitializer,
  fans,
  fillDrawn,
  type InitializerOptions,
  initializerKinds,
} from './initializer.ts';

/**
 * Fills a weight with normal numbers of mean 0 and standard deviation gain sqrt(2 / (fanIn + fanOut)).
 *
 * Source: Glorot, Bengio, "Understanding the difficulty of training deep feedforward neural networks",
 * AISTATS 2010.
 *
 * @param weight `[outputs, inputs, ...kernel]`, f32 or f64
 * @returns the same tensor
 * @throws ShapeError for fewer than two axes; ValueError for a gain <= 0 or no generator.
 * @example
 * ```ts
 * import { xavierNormal } from '@regopt/layers';
 * import { createGenerator, empty } from '@regopt/tensor';
 * xavierNormal(empty([256, 784]), { generator: createGenerator(1) });
 * ```
 */
export function xavierNormal(weight: Tensor, options: InitializerOptions): Tensor {
  const generator = checkInitializer('xavierNormal', options, initializerKinds);
  const { fanIn, fanOut } = fans('xavierNormal', weight.shape);
  const deviation = (options.gain ?? 1) * Math.sqrt(2 / (fanIn + fanOut));
  return fillDrawn('xavierNormal', weight, generator, normalKernel, [0, deviation]);
}
