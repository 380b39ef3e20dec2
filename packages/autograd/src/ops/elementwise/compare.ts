import type { Tensor } from '@regopt/tensor';
import { defineBinaryKernel, runBroadcast } from '../../kernels/broadcast.ts';
import { type Operand, operandPair } from '../../kernels/operands.ts';

// Comparisons return a u8 mask, 1 where they are true, and have no gradient: masks are for `where`. They are
// exact between any dtypes, and between integers and any number; a number compared with an f32 tensor is
// rounded to f32, as in PyTorch.

const greaterKernel = /* @__PURE__ */ defineBinaryKernel({ builtIn: 'greater' }, (a, b) => (a > b ? 1 : 0));
const greaterEqualKernel = /* @__PURE__ */ defineBinaryKernel({ builtIn: 'greaterEqual' }, (a, b) =>
  a >= b ? 1 : 0,
);
const lessKernel = /* @__PURE__ */ defineBinaryKernel({ builtIn: 'less' }, (a, b) => (a < b ? 1 : 0));
const lessEqualKernel = /* @__PURE__ */ defineBinaryKernel({ builtIn: 'lessEqual' }, (a, b) =>
  a <= b ? 1 : 0,
);
const equalKernel = /* @__PURE__ */ defineBinaryKernel({ builtIn: 'equal' }, (a, b) => (a === b ? 1 : 0));
const notEqualKernel = /* @__PURE__ */ defineBinaryKernel({ builtIn: 'notEqual' }, (a, b) =>
  a !== b ? 1 : 0,
);

/**
 * 1 where a > b, else 0, with broadcasting. NaN is greater than nothing. A u8 mask.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError when both are numbers.
 * @example
 * ```ts
 * import { greater } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * greater(tensor([1, 2, 3]), 2).toArray(); // 0, 0, 1
 * ```
 */
export function greater(a: Operand, b: Operand): Tensor {
  return runBroadcast(greaterKernel, operandPair('greater', a, b, true), 'u8');
}

/**
 * 1 where a >= b, else 0, with broadcasting; 0 where either is NaN. A u8 mask.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError when both are numbers.
 * @example
 * ```ts
 * import { greaterEqual } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * greaterEqual(tensor([1, 2, 3]), 2).toArray(); // 0, 1, 1
 * ```
 */
export function greaterEqual(a: Operand, b: Operand): Tensor {
  return runBroadcast(greaterEqualKernel, operandPair('greaterEqual', a, b, true), 'u8');
}

/**
 * 1 where a < b, else 0, with broadcasting. NaN is less than nothing. A u8 mask.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError when both are numbers.
 * @example
 * ```ts
 * import { less } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * less(tensor([1, 2, 3]), 2).toArray(); // 1, 0, 0
 * less(tensor([0, 1], { dtype: 'i32' }), 0.5).toArray(); // 1, 0
 * ```
 */
export function less(a: Operand, b: Operand): Tensor {
  return runBroadcast(lessKernel, operandPair('less', a, b, true), 'u8');
}

/**
 * 1 where a <= b, else 0, with broadcasting; 0 where either is NaN. A u8 mask.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError when both are numbers.
 * @example
 * ```ts
 * import { lessEqual } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * lessEqual(tensor([1, 2, 3]), 2).toArray(); // 1, 1, 0
 * ```
 */
export function lessEqual(a: Operand, b: Operand): Tensor {
  return runBroadcast(lessEqualKernel, operandPair('lessEqual', a, b, true), 'u8');
}

/**
 * 1 where a = b, else 0, with broadcasting. NaN equals nothing. A u8 mask.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError when both are numbers.
 * @example
 * ```ts
 * import { equal } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * equal(tensor([1, 2, NaN]), NaN).toArray(); // 0, 0, 0
 * ```
 */
export function equal(a: Operand, b: Operand): Tensor {
  return runBroadcast(equalKernel, operandPair('equal', a, b, true), 'u8');
}

/**
 * 1 where a and b differ, else 0, with broadcasting. NaN differs from everything, itself too. A u8 mask.
 *
 * @throws ShapeError when the shapes do not broadcast; DTypeError when both are numbers.
 * @example
 * ```ts
 * import { notEqual } from '@regopt/autograd';
 * import { tensor } from '@regopt/tensor';
 * notEqual(tensor([1, 2, NaN]), 2).toArray(); // 1, 0, 1
 * ```
 */
export function notEqual(a: Operand, b: Operand): Tensor {
  return runBroadcast(notEqualKernel, operandPair('notEqual', a, b, true), 'u8');
}
