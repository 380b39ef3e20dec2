import type { Tensor } from '@regopt/tensor';
import { defineBinaryKernel, runBroadcast } from '../../kernels/broadcast.ts';
import { type Operand, operandPair } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { sumTo } from '../reduce/sum-to.ts';
import { equal, greater } from './compare.ts';
import { mul } from './mul.ts';
import { where } from './where.ts';

const minimumKernel = /* @__PURE__ */ defineBinaryKernel({ builtIn: 'minimum' }, (a, b) => Math.min(a, b));

/**
 * The smaller of two, y = min(a, b), element by element with broadcasting; NaN if either is. As in PyTorch,
 * the gradient goes to the smaller operand, half to each if they are equal, and all of it to both if either
 * is NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError or ValueError for operands that
 *   `operandPair` refuses.
 * @example
 * ```ts
 * import { minimum } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * minimum(tensor([1, 5]), 3).toArray();
 * ```
 */
export function minimum(a: Operand, b: Operand): Tensor {
  const [x, z] = operandPair('minimum', a, b);
  const y = runBroadcast(minimumKernel, [x, z], x.dtype);
  const share = (dy: Tensor, passedOver: Tensor): Tensor =>
    where(equal(x, z), mul(dy, 0.5), where(passedOver, 0, dy));
  return record(
    'minimum',
    y,
    [x, z],
    [(dy) => sumTo(share(dy, greater(x, z)), x.shape), (dy) => sumTo(share(dy, greater(z, x)), z.shape)],
  );
}
