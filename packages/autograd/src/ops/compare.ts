import type { Tensor } from '@regopt/tensor';
import { defineBinaryKernel, runBroadcast } from '../kernels/broadcast.ts';
import { type Operand, operandPair } from '../kernels/operands.ts';

// Comparisons give a u8 mask, 1 where they hold, and have no gradient: masks are what `where` takes.

const greaterKernel = /* @__PURE__ */ defineBinaryKernel('greater', (a, b) => (a > b ? 1 : 0));
const greaterEqualKernel = /* @__PURE__ */ defineBinaryKernel('greaterEqual', (a, b) => (a >= b ? 1 : 0));
const lessKernel = /* @__PURE__ */ defineBinaryKernel('less', (a, b) => (a < b ? 1 : 0));
const lessEqualKernel = /* @__PURE__ */ defineBinaryKernel('lessEqual', (a, b) => (a <= b ? 1 : 0));
const equalKernel = /* @__PURE__ */ defineBinaryKernel('equal', (a, b) => (a === b ? 1 : 0));
const notEqualKernel = /* @__PURE__ */ defineBinaryKernel('notEqual', (a, b) => (a !== b ? 1 : 0));

/** 1 where a > b, else 0, with broadcasting. NaN is greater than nothing. */
export function greater(a: Operand, b: Operand): Tensor {
  return runBroadcast(greaterKernel, operandPair('greater', a, b), 'u8');
}

/** 1 where a >= b, else 0, with broadcasting. */
export function greaterEqual(a: Operand, b: Operand): Tensor {
  return runBroadcast(greaterEqualKernel, operandPair('greaterEqual', a, b), 'u8');
}

/** 1 where a < b, else 0, with broadcasting. */
export function less(a: Operand, b: Operand): Tensor {
  return runBroadcast(lessKernel, operandPair('less', a, b), 'u8');
}

/** 1 where a <= b, else 0, with broadcasting. */
export function lessEqual(a: Operand, b: Operand): Tensor {
  return runBroadcast(lessEqualKernel, operandPair('lessEqual', a, b), 'u8');
}

/** 1 where a = b, else 0, with broadcasting. NaN equals nothing. */
export function equal(a: Operand, b: Operand): Tensor {
  return runBroadcast(equalKernel, operandPair('equal', a, b), 'u8');
}

/** 1 where a and b differ, else 0, with broadcasting. */
export function notEqual(a: Operand, b: Operand): Tensor {
  return runBroadcast(notEqualKernel, operandPair('notEqual', a, b), 'u8');
}
