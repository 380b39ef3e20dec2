import { checkTensor, DTypeError, defineKernel, readWalk, stridedOffsets, type Tensor } from '@regopt/tensor';
import { runBroadcast } from '../../kernels/broadcast.ts';
import { type Operand, operandPair } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { sumTo } from '../reduce/sum-to.ts';

/**
 * `where [out, condition, a, b] rank, shape..., and the strides of the last three`: out[i] = condition[i] ?
 * a[i] : b[i].
 */
const whereKernel = /* @__PURE__ */ defineKernel({ builtIn: 'where' }, ([out, condition, a, b], numbers) => {
  const [shape, conditionStrides, aStrides, bStrides] =
    readWalk<[condition: number[], a: number[], b: number[]]>(numbers);
  const aOffsets = stridedOffsets(shape, aStrides);
  const bOffsets = stridedOffsets(shape, bStrides);
  let i = 0;
  for (const at of stridedOffsets(shape, conditionStrides)) {
    const fromA = aOffsets.next().value!;
    const fromB = bOffsets.next().value!;
    out![i++] = condition![at] ? a![fromA]! : b![fromB]!;
  }
});

/**
 * A choice element by element, y = a where the condition is not 0, else b, with broadcasting. dy/da = 1 where
 * a was chosen, dy/db = 1 where b was.
 *
 * @param condition a u8 mask, such as the result of a comparison
 * @throws ShapeError when the shapes do not broadcast; DTypeError when the condition is not u8; DTypeError or
 *   ValueError for a and b that `operandPair` refuses.
 * @example
 * ```ts
 * import { greater, where } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * const x = tensor([-1, 2]);
 * where(greater(x, 0), x, 0).toArray(); // 0, 2
 * ```
 */
export function where(condition: Tensor, a: Operand, b: Operand): Tensor {
  checkTensor('where', condition, 'condition');
  if (condition.dtype !== 'u8')
    throw new DTypeError(`where: the condition is a u8 mask, got ${condition.dtype}.`);
  const [x, z] = operandPair('where', a, b);
  const y = runBroadcast(whereKernel, [condition, x, z], x.dtype);
  return record(
    'where',
    y,
    [x, z, condition],
    [(dy) => sumTo(where(condition, dy, 0), x.shape), (dy) => sumTo(where(condition, 0, dy), z.shape)],
  );
}
