import { DTypeError, type Tensor } from '@regopt/tensor';
import { checkFloat } from './operands.ts';

/** Checks that an op on fractions is given them, all of one dtype. Tensors that are left out are passed over. */
export function checkSameFloat(operation: string, tensors: readonly (Tensor | undefined)[]): void {
  const first = tensors[0]!;
  for (const x of tensors) {
    if (x === undefined || x.dtype === first.dtype) continue;
    const dtypes = tensors.flatMap((each) => each?.dtype ?? []);
    throw new DTypeError(`${operation}: dtypes differ: ${dtypes.join(', ')}. Use cast().`);
  }
  checkFloat(operation, first);
}
