import type { Tensor } from '@regopt/tensor';
import { defineBinaryKernel, runBroadcast } from '../../kernels/broadcast.ts';
import { type Operand, operandPair } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { sumTo } from '../reduce/sum-to.ts';

const addKernel = /* @__PURE__ */ defineBinaryKernel({ builtIn: 'add' }, (a, b) => a + b);

/**
 * The sum, y = a + b, with broadcasting. dy/da = 1, dy/db = 1.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError or ValueError for operands that
 *   `operandPair` refuses.
 * @example
 * ```ts
 * import { add } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * add(tensor([[1], [2]]), tensor([10, 20])).toNested(); // [[11, 21], [12, 22]]
 * ```
 */
export function add(a: Operand, b: Operand): Tensor {
  const [x, z] = operandPair('add', a, b);
  const y = runBroadcast(addKernel, [x, z], x.dtype);
  return record('add', y, [x, z], [(dy) => sumTo(dy, x.shape), (dy) => sumTo(dy, z.shape)]);
}
