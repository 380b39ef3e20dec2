import type { Tensor } from '@regopt/tensor';
import { defineBinaryKernel, runBroadcast } from '../kernels/broadcast.ts';
import { checkFloat, type Operand, operandPair } from '../kernels/operands.ts';
import { record } from '../tape.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';
import { sumTo } from './sum-to.ts';

const divKernel = /* @__PURE__ */ defineBinaryKernel('div', (a, b) => a / b);

/**
 * The quotient, y = a / b, with broadcasting. dy/da = 1 / b, dy/db = -a / b^2 = -y / b.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the dtypes differ or are integers.
 * @example
 * ```ts
 * import { div } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * div(tensor([3, 4]), 2).toArray(); // 1.5, 2
 * ```
 */
export function div(a: Operand, b: Operand): Tensor {
  const [x, z] = operandPair('div', a, b);
  checkFloat('div', x);
  const y: Tensor = record(
    'div',
    runBroadcast(divKernel, [x, z], x.dtype),
    [x, z],
    [(dy) => sumTo(div(dy, z), x.shape), (dy) => sumTo(neg(div(mul(dy, y), z)), z.shape)],
  );
  return y;
}
