import { isFloat, isTensor, type Tensor } from '@regopt/tensor';
import { defineBinaryKernel, runBroadcast } from '../../kernels/broadcast.ts';
import { converted, type Operand, operandPair } from '../../kernels/operands.ts';
import { record } from '../../tape.ts';
import { sumTo } from '../reduce/sum-to.ts';
import { mul } from './mul.ts';
import { neg } from './neg.ts';

const divKernel = /* @__PURE__ */ defineBinaryKernel({ builtIn: 'div' }, (a, b) => a / b);

/**
 * The quotient, y = a / b, with broadcasting. dy/da = 1 / b, dy/db = -a / b^2 = -y / b. The quotient of
 * integers is f32.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError for operands that `operandPair` refuses.
 * @example
 * ```ts
 * import { div } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * div(tensor([3, 4]), 2).toArray(); // 1.5, 2
 * div(tensor([3, 4], { dtype: 'i32' }), 2).toArray(); // 1.5, 2
 * ```
 */
export function div(a: Operand, b: Operand): Tensor {
  const [x, z] =
    isFractional(a) || isFractional(b) ? operandPair('div', a, b) : operandPair('div', inF32(a), inF32(b));
  const y: Tensor = record(
    'div',
    runBroadcast(divKernel, [x, z], x.dtype),
    [x, z],
    [(dy) => sumTo(div(dy, z), x.shape), (dy) => sumTo(neg(div(mul(dy, y), z)), z.shape)],
  );
  return y;
}

const isFractional = (x: Operand): boolean => isTensor(x) && isFloat(x.dtype);
const inF32 = (x: Operand): Operand => (isTensor(x) ? converted(x, 'f32') : x);
