import type { Tensor } from '@regopt/tensor';
import { defineBinaryKernel, runBroadcast } from '../../kernels/broadcast.ts';
import { type Operand, operandPair } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { sumTo } from '../reduce/sum-to.ts';
import { equal, less } from './compare.ts';
import { mul } from './mul.ts';
import { where } from './where.ts';

const maximumKernel = /* @__PURE__ */ defineBinaryKernel({ builtIn: 'maximum' }, (a, b) => Math.max(a, b));

/**
 * The larger of two, y = max(a, b), element by element with broadcasting; NaN if either is. As in PyTorch,
 * the gradient goes to the larger operand, half to each if they are equal, and all of it to both if either is
 * NaN.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError or ValueError for operands that
 *   `operandPair` refuses.
 * @example
 * ```ts
 * import { maximum } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * maximum(tensor([1, 5]), 3).toArray();
 * ```
 */
export function maximum(a: Operand, b: Operand): Tensor {
  const [x, z] = operandPair('maximum', a, b);
  const y = runBroadcast(maximumKernel, [x, z], x.dtype);
  const share = (dy: Tensor, passedOver: Tensor): Tensor =>
    where(equal(x, z), mul(dy, 0.5), where(passedOver, 0, dy));
  return record(
    'maximum',
    y,
    [x, z],
    [(dy) => sumTo(share(dy, less(x, z)), x.shape), (dy) => sumTo(share(dy, less(z, x)), z.shape)],
  );
}
