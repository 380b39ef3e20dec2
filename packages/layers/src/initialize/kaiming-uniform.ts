import { type Tensor, uniformKernel } from '@regopt/tensor';
import { checkInitializer, fillDrawn } from './initializer.ts';
import { type KaimingOptions, kaimingKinds, kaimingScale } from './kaiming-scale.ts';

/**
 * Fills a weight with uniform numbers in +-gain sqrt(3 / fan), so that activations (or gradients, with
 * fanOut) keep their variance through a rectifier.
 *
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
