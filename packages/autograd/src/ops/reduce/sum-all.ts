import { contiguous, defineKernel, emptyLike, run, type Tensor } from '@regopt/tensor';
import { record } from '../../tape.ts';
import { broadcastTo } from '../shape/broadcast-to.ts';

/** `sumAll [out, x] n, divisor`: out[0] = sum_i x[i] / divisor. */
const sumAllKernel = /* @__PURE__ */ defineKernel({ builtIn: 'sumAll' }, ([out, x], [n, divisor]) => {
  let total = 0;
  for (let i = 0; i < n!; i++) total += x![i]!;
  out![0] = total / divisor!;
});

/**
 * The sum over all elements divided by a constant: a scalar, in one kernel. Its gradient is one kernel or
 * none.
 */
export function sumAll(x: Tensor, divisor = 1): Tensor {
  const out = emptyLike(x, []);
  run(sumAllKernel, [out, contiguous(x)], [x.size, divisor]);
  return record('sum', out, [x], [(dy) => broadcastTo(divisor === 1 ? dy : sumAll(dy, divisor), x.shape)]);
}
