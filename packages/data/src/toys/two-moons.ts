import { cosTurns, sinTurns } from '@regopt/tensor';
import type { Dataset } from '../dataset.ts';
import { labeledPoints } from './labeled-points.ts';
import { checkToyOptions, type ToyOptions, toyKinds } from './toy-options.ts';

/**
 * Two interleaving half circles, for classification: class 0 on (cos t, sin t), class 1 on
 * (1 - cos t, 1/2 - sin t), t uniform in [0, pi), with normal noise on both coordinates. No straight line
 * separates them. Inputs are f32 `[count, 2]`, targets i32 labels `[count]`; the classes alternate.
 *
 * The shape is that of scikit-learn's `make_moons`.
 *
 * @throws ValueError when `count` is not a whole number >= 1 or `noise` is negative; OutOfMemoryError for
 *   more examples than fit into memory.
 * @example
 * ```ts
 * import { twoMoons } from '@regopt/data';
 * const { targets } = twoMoons({ count: 4, noise: 0.1, seed: 1 });
 * targets.toNested(); // [0, 1, 0, 1]
 * ```
 */
export function twoMoons(options: ToyOptions): Dataset {
  return labeledPoints('twoMoons', checkToyOptions('twoMoons', options, toyKinds), 2, (label, along) => {
    const cosine = cosTurns(along / 2);
    const sine = sinTurns(along / 2);
    return label === 0 ? [cosine, sine] : [1 - cosine, 0.5 - sine];
  });
}
