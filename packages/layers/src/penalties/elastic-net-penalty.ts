import { add } from '@regopt/autograd';
import { checkOptions, type OptionKinds, type Tensor } from '@regopt/tensor';
import { checkPenalty } from '../check.ts';
import { l1Penalty } from './l1-penalty.ts';
import { l2Penalty } from './l2-penalty.ts';

/** The strengths of both parts, each finite and >= 0. */
export interface ElasticNetOptions {
  readonly l1: number;
  readonly l2: number;
}

const kinds: OptionKinds<ElasticNetOptions> = { l1: 'number', l2: 'number' };

/**
 * The elastic net, l1 * sum |w| + l2 / 2 * sum w^2, as a term to add to a loss: the L1 part selects weights,
 * the L2 part keeps correlated weights similar. (scikit-learn's alpha and l1_ratio are l1 = alpha l1_ratio
 * and l2 = alpha (1 - l1_ratio).)
 *
 * Source: Zou, Hastie, "Regularization and variable selection via the elastic net", J. R. Statist. Soc. B 67,
 * 2005.
 *
 * @throws ValueError for a strength that is negative or not finite, or for no parameters.
 * @example
 * ```ts
 * import { parameter } from '@regopt/autograd';
 * import { elasticNetPenalty } from '@regopt/layers';
 * import { tensor } from '@regopt/tensor';
 * elasticNetPenalty([parameter(tensor([3, -4]))], { l1: 0.5, l2: 0.5 }).item(); // 9.75
 * ```
 */
export function elasticNetPenalty(parameters: Iterable<Tensor>, options: ElasticNetOptions): Tensor {
  checkOptions('elasticNetPenalty', options, kinds);
  const { l1, l2 } = options;
  const list = checkPenalty('elasticNetPenalty', parameters, { l1, l2 });
  return add(l1Penalty(list, l1), l2Penalty(list, l2));
}
