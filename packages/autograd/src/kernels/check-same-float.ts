import { DTypeError, type Tensor } from '@regopt/tensor';
import { checkFloat } from './operands.ts';

/** Checks that an op on fractions is given them, all of one dtype. Tensors that are left out are passed over. */
export function checkSameFloat(operation: string, tensors: readonly (Tensor | undefined)[]): void {
  const dtypes = tensors.flatMap((x) => (x === undefined ? [] : [x.dtype]));
  if (new Set(dtypes).size > 1)
    throw new DTypeError(`${operation}: dtypes differ: ${dtypes.join(', ')}. Use cast().`);
  checkFloat(operation, tensors[0]!);
}
