import { type Tensor, uniformKernel } from '@regopt/tensor';
import { checkInitializer, fillDrawn } from './initializer.ts';
import { type KaimingOptions, kaimingKinds, kaimingScale } from './kaiming-scale.ts';

/**
 * Fills a weight with uniform numbers in +-gain sqrt(3 / fan), so that activations (or gradients, with
 * fanOut) keep their variance through a rectifier.
 *
 * Source: He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015.
 *
 * @param weight `[outputs, inputs, ...kernel]`, f32 or f64
 * @returns the same tensor
 * @throws ShapeError for fewer than two axes; ValueError for an unknown nonlinearity or mode, or no
 *   generator.
 * @example
 * ```ts
 * import { kaimingUniform, Linear } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * const generator = createGenerator(1);
 * const layer = new Linear(784, 256, { generator });
 * kaimingUniform(layer.weight, { generator, nonlinearity: 'relu' });
 * ```
 */
export function kaimingUniform(weight: Tensor, options: KaimingOptions): Tensor {
  const generator = checkInitializer('kaimingUniform', options, kaimingKinds);
  const bound = Math.sqrt(3) * kaimingScale('kaimingUniform', weight.shape, options);
  return fillDrawn('kaimingUniform', weight, generator, uniformKernel, [-bound, bound]);
}
