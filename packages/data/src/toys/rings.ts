import { cosTurns, type OptionKinds, sinTurns } from '@regopt/tensor';
import { checkWholeNumber } from '../check.ts';
import type { Dataset } from '../dataset.ts';
import { labeledPoints } from './labeled-points.ts';
import { checkToyOptions, type ToyOptions } from './toy-options.ts';

/** Options of {@link rings}. */
export interface RingsOptions extends ToyOptions {
  /** Number of rings. Default 2. */
  readonly classes?: number | undefined;
}

const kinds: OptionKinds<RingsOptions> = {
  count: 'number',
  noise: 'number',
  seed: 'number|bigint',
  classes: 'number',
};

/**
 * Concentric rings, one per class, for classification: class k of K is on the circle of radius (k + 1) / K,
 * with normal noise on both coordinates. Inputs are f32 `[count, 2]`, targets i32 labels `[count]`; the
 * classes alternate.
 *
 * With two classes, the shape is that of scikit-learn's `make_circles` with a factor of 0.5.
 *
 * @throws ValueError when `count` or `classes` is not a whole number >= 1 or `noise` is negative;
 *   OutOfMemoryError for more examples than fit into memory.
 * @example
 * ```ts
 * import { rings } from '@regopt/data';
 * const { inputs, targets } = rings({ count: 300, noise: 0.05, seed: 1, classes: 3 });
 * inputs.shape; // [300, 2]
 * ```
 */
export function rings(options: RingsOptions): Dataset {
  const settings = checkToyOptions('rings', options, kinds);
  const { classes = 2 } = options;
  checkWholeNumber('rings', 'classes', classes, 1);
  return labeledPoints('rings', settings, classes, (label, along) => {
    const radius = (label + 1) / classes;
    return [radius * cosTurns(along), radius * sinTurns(along)];
  });
}
