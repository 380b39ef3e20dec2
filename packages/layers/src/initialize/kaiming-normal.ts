import { normalKernel, type Tensor } from '@regopt/tensor';
import { checkInitializer, fillDrawn } from './initializer.ts';
import { type KaimingOptions, kaimingKinds, kaimingScale } from './kaiming-scale.ts';

/**
 * Fills a weight with normal numbers of mean 0 and standard deviation gain / sqrt(fan).
 *
 * Source: He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015.
 *
 * @param weight `[outputs, inputs, ...kernel]`, f32 or f64
 * @returns the same tensor
 * @throws ShapeError for fewer than two axes; ValueError for an unknown nonlinearity or mode, or no
 *   generator.
 * @example
 * ```ts
 * import { kaimingNormal, Linear } from '@regopt/layers';
 * import { createGenerator } from '@regopt/tensor';
 * const generator = createGenerator(1);
 * const layer = new Linear(784, 256, { generator });
 * kaimingNormal(layer.weight, { generator, nonlinearity: 'relu' });
 * ```
 */
export function kaimingNormal(weight: Tensor, options: KaimingOptions): Tensor {
  const generator = checkInitializer('kaimingNormal', options, kaimingKinds);
  const deviation = kaimingScale('kaimingNormal', weight.shape, options);
  return fillDrawn('kaimingNormal', weight, generator, normalKernel, [0, deviation]);
}
