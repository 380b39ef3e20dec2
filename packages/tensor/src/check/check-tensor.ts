import { ValueError } from '../errors.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { valueText } from './option-fault.ts';

/**
 * Checks that an operand is a tensor.
 *
 * @param operation the name of the calling function, for the error
 * @param name the operand's name, for the error
 * @throws ValueError for anything else.
 * @example
 * ```ts
 * import { checkTensor, ones } from '@regopt/tensor';
 * checkTensor('relu', ones([2])); // [1, 2] throws: relu: x is a tensor, got [1, 2]; make one with tensor().
 * ```
 */
export function checkTensor(operation: string, x: Tensor, name = 'x'): void {
  // Tests a field that ops read anyway: isTensor() would add a tenth to the time of a small op.
  if (x?.storage === undefined) failOnOperand(operation, x, name);
}

function failOnOperand(operation: string, x: unknown, name: string): never {
  throw new ValueError(`${operation}: ${name} is a tensor, got ${valueText(x)}; make one with tensor().`);
}
