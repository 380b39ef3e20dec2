import { mul, noGrad, record, square, sum } from '@regopt/autograd';
import type { Tensor } from '@regopt/tensor';
import { totalPenalty } from './total-penalty.ts';

/**
 * The L2 (ridge) penalty, strength / 2 * sum w^2, as a term to add to a loss. With the half its gradient is
 * strength * w, equal to that of `weightDecay: strength` in `sgd` and `adam` of `@regopt/optim`. (Keras has
 * no half.)
 *
 * Source: Krogh, Hertz, "A simple weight decay can improve generalization", NIPS 1991.
 *
 * @param strength finite, >= 0
 * @throws ValueError for another strength, or for no parameters.
 * @example
 * ```ts
 * import { parameter } from '@regopt/autograd';
 * import { l2Penalty } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * l2Penalty([parameter(tensor([3, -4]))], 0.5).item(); // 6.25
 * ```
 */
export function l2Penalty(parameters: Iterable<Tensor>, strength: number): Tensor {
  const root = Math.sqrt(strength / 2);
  return totalPenalty('l2Penalty', parameters, strength, (w) =>
    record(
      'l2Penalty',
      noGrad(() => sum(square(mul(w, root)))),
      [w],
      [(d) => mul(w, mul(d, strength))],
    ),
  );
}
