import type { Tensor } from '@regopt/tensor';
import { defineBinaryKernel, runBroadcast } from '../../kernels/broadcast.ts';
import { type Operand, operandPair } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { sumTo } from '../reduce/sum-to.ts';
import { neg } from './neg.ts';

const subKernel = /* @__PURE__ */ defineBinaryKernel({ builtIn: 'sub' }, (a, b) => a - b);

/**
 * The difference, y = a - b, with broadcasting. dy/da = 1, dy/db = -1.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError or ValueError for operands that
 *   `operandPair` refuses.
 * @example
 * ```ts
 * import { sub } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * sub(tensor([3, 4]), 1).toArray(); // 2, 3
 * ```
 */
export function sub(a: Operand, b: Operand): Tensor {
  const [x, z] = operandPair('sub', a, b);
  const y = runBroadcast(subKernel, [x, z], x.dtype);
  return record('sub', y, [x, z], [(dy) => sumTo(dy, x.shape), (dy) => sumTo(neg(dy), z.shape)]);
}
