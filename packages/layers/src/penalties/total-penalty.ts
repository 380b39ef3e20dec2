import { add, record, zerosLike } from '@regopt/autograd';
import { fullLike, type Tensor } from '@regopt/tensor';
import { checkPenalty } from '../check.ts';

/**
 * The sum of `term` over all parameters. A term includes the strength, so that intermediates overflow only if
 * the penalty does. At strength 0 the penalty and its gradient are 0, also for infinite parameters.
 */
export function totalPenalty(
  penalty: string,
  parameters: Iterable<Tensor>,
  strength: number,
  term: (w: Tensor) => Tensor,
): Tensor {
  const none = (w: Tensor): Tensor => record(penalty, fullLike(w, 0, []), [w], [() => zerosLike(w)]);
  return checkPenalty(penalty, parameters, { strength })
    .map(strength === 0 ? none : term)
    .reduce((sofar, each) => add(sofar, each));
}
