import { abs, mean, mul, sum } from '@regopt/autograd';
import type { Tensor } from '@regopt/tensor';
import { totalPenalty } from './total-penalty.ts';

/**
 * The L1 (lasso) penalty, strength * sum |w|, as a term to add to a loss. Its gradient is strength * sign(w):
 * every weight moves towards 0 at the same rate, and many stay there.
 *
 * Source: Tibshirani, "Regression shrinkage and selection via the lasso", J. R. Statist. Soc. B 58, 1996.
 *
 * @param strength finite, >= 0
 * @throws ValueError for another strength, or for no parameters.
 * @example
 * ```ts
 * import { parameter } from '@regopt/autograd';
 * import { l1Penalty } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * l1Penalty([parameter(tensor([3, -4]))], 0.5).item(); // 3.5
 * ```
 */
export function l1Penalty(parameters: Iterable<Tensor>, strength: number): Tensor {
  return totalPenalty('l1Penalty', parameters, strength, (w) =>
    w.size === 0 ? sum(w) : mul(mean(abs(w)), w.size * strength),
  );
}
