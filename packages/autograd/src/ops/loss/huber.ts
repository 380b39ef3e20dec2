import { checkOptions, type OptionKinds, type Tensor, ValueError } from '@regopt/tensor';
import { clamp } from '../elementwise/clamp.ts';
import { mul } from '../elementwise/mul.ts';
import { sub } from '../elementwise/sub.ts';
import { checkTarget, type LossOptions, reduceLoss } from './reduce-loss.ts';

export interface HuberOptions extends LossOptions {
  /** Max error for which the loss is quadratic; a number > 0. Default 1. */
  readonly delta?: number | undefined;
}

const kinds: OptionKinds<HuberOptions> = { reduction: 'string', delta: 'number' };

/**
 * Huber's loss of the error d = prediction - target: d^2 / 2 where |d| <= delta, else
 * delta (|d| - delta / 2), and by default its mean over all elements. Its derivative is d, clamped to -delta
 * and delta, so that an outlier counts no more than an error of delta. The second derivative is 1 where
 * |d| < delta, else 0.
 *
 * Source: Huber, "Robust estimation of a location parameter", Annals of Mathematical Statistics 35(1), 1964.
 *
 * @throws ValueError when delta is not a finite number > 0 or for another reduction; ShapeError when the
 *   shapes differ; DTypeError when the dtypes differ or are integers.
 * @example
 * ```ts
 * import { huber } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * huber(tensor([0.5, 10]), tensor([0, 0]), { reduction: 'none' }).toArray(); // 0.125, 9.5
 * ```
 */
export function huber(prediction: Tensor, target: Tensor, options: HuberOptions = {}): Tensor {
  checkOptions('huber', options, kinds);
  const { delta = 1, reduction } = options;
  if (!(delta > 0 && Number.isFinite(delta)))
    throw new ValueError(`huber: delta is a finite number > 0, got ${delta}.`);
  checkTarget('huber', prediction, target);
  const error = sub(prediction, target);
  // With c the error clamped to delta, c (d - c / 2) gives both branches.
  const held = clamp(error, { min: -delta, max: delta });
  return reduceLoss('huber', mul(held, sub(error, mul(held, 0.5))), reduction);
}
