import { checkTensor, DTypeError, type Tensor } from '@regopt/tensor';
import { checkFloat } from './operands.ts';

/**
 * Checks that tensors are floats of one dtype. Those from index `required` on may be undefined.
 */
export function checkSameFloat(
  operation: string,
  tensors: readonly (Tensor | undefined)[],
  required = tensors.length,
): void {
  const first = tensors[0]!;
  for (let i = 0; i < tensors.length; i++) {
    const x = tensors[i];
    if (x?.dtype !== first?.dtype && (x !== undefined || i < required))
      failOnOperands(operation, tensors, required);
  }
  checkFloat(operation, first);
}

function failOnOperands(
  operation: string,
  tensors: readonly (Tensor | undefined)[],
  required: number,
): never {
  tensors.forEach((x, i) => {
    if (x !== undefined || i < required) checkTensor(operation, x!, `operand ${i + 1}`);
  });
  const dtypes = tensors.flatMap((each) => each?.dtype ?? []);
  throw new DTypeError(`${operation}: dtypes differ: ${dtypes.join(', ')}. Use cast().`);
}
