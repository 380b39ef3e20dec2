import { sinTurns, tensor } from '@regopt/tensor';
import type { Dataset } from '../dataset.ts';
import { hostDraws, randomStream } from '../random.ts';
import { checkToyOptions, type ToyOptions, toyKinds } from './toy-options.ts';

/**
 * The curve of `noisyCurve` without noise: sin(pi x), one full wave over -1..1.
 *
 * @example
 * ```ts
 * import { trueCurve } from '@regopt/data';
 * trueCurve(0.5); // 1
 * ```
 */
export function trueCurve(x: number): number {
  return sinTurns(x / 2);
}

/**
 * Points around a curve, for regression: x uniform in [-1, 1), y = sin(pi x) + noise * N(0, 1). Few points
 * and much noise make a large network overfit in seconds. Inputs and targets are f32 of shape `[count, 1]`; a
 * perfect fit would be `trueCurve`.
 *
 * After C. Bishop, "Pattern Recognition and Machine Learning", 2006, section 1.1.
 *
 * @throws ValueError when `count` is not a whole number >= 1 or `noise` is negative; OutOfMemoryError for
 *   more examples than fit into memory.
 * @example
 * ```ts
 * import { noisyCurve } from '@regopt/data';
 * const { inputs, targets } = noisyCurve({ count: 30, noise: 0.2, seed: 1 });
 * inputs.shape; // [30, 1]
 * ```
 */
export function noisyCurve(options: ToyOptions): Dataset {
  const { count, noise, seed } = checkToyOptions('noisyCurve', options, toyKinds);
  const draws = hostDraws('noisyCurve', randomStream(seed, 'noisyCurve'));
  const x = draws.uniform(count).map((value) => 2 * value - 1);
  const error = draws.normal(count, noise);
  const y = x.map((value, i) => trueCurve(value) + error[i]!);
  return {
    inputs: tensor(x, { shape: [count, 1], dtype: 'f32' }),
    targets: tensor(y, { shape: [count, 1], dtype: 'f32' }),
  };
}
