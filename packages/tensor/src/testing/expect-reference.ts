import { run } from '../backend/current-backend.ts';
import type { Kernel } from '../backend/kernel.ts';
import type { TypedArray } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { expectSameBits } from './expect-same-bits.ts';

/**
 * Runs a kernel on the back end of its tensors, and its reference loop on copies of their memory. Expects the
 * same bits in the whole memory, also around views and between strides.
 */
export function expectReference(
  kernel: Kernel,
  tensors: readonly Tensor[],
  numbers: readonly number[],
  context: string,
): void {
  const expected = tensors.map(wholeStorage);
  kernel.reference(
    expected.map((values, i) => values.subarray(tensors[i]!.offset)),
    numbers,
  );
  run(kernel, tensors, numbers);
  tensors.forEach((tensor, i) => {
    expectSameBits(wholeStorage(tensor), expected[i]!, `${kernel.name}, ${context}, tensor ${i}`);
  });
}

function wholeStorage({ storage, dtype }: Tensor): TypedArray {
  return storage.backend.view(storage.handle, storage.byteLength, dtype, 0).slice();
}
