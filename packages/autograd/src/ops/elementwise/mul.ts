import type { Tensor } from '@regopt/tensor';
import { defineBinaryKernel, runBroadcast } from '../../kernels/broadcast.ts';
import { type Operand, operandPair } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { sumTo } from '../reduce/sum-to.ts';

const mulKernel = /* @__PURE__ */ defineBinaryKernel({ builtIn: 'mul' }, (a, b) => a * b, Math.imul);

/**
 * The product element by element, y = a b, with broadcasting. dy/da = b, dy/db = a. The product of integers
 * is exact modulo 2^32, or 256 for u8.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError or ValueError for operands that
 *   `operandPair` refuses.
 * @example
 * ```ts
 * import { mul } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * mul(tensor([1, 2]), 3).toArray(); // 3, 6
 * mul(tensor([4, 6], { dtype: 'i32' }), 0.5).toArray(); // 2, 3, as f32
 * ```
 */
export function mul(a: Operand, b: Operand): Tensor {
  const [x, z] = operandPair('mul', a, b);
  const y = runBroadcast(mulKernel, [x, z], x.dtype);
  return record('mul', y, [x, z], [(dy) => sumTo(mul(dy, z), x.shape), (dy) => sumTo(mul(dy, x), z.shape)]);
}
