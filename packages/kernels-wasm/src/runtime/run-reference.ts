import { bytesPerElement, type DType, type ReferenceLoop, type TensorLike, typedView } from '@regopt/tensor';

/** Memory of an operand as a reference loop sees it: from its first byte to the end of its buffer. */
export interface ReferenceOperand {
  readonly dtype: DType;
  readonly address: number;
  readonly byteLength: number;
}

/** A tensor as the operand of a reference loop. */
export function referenceOperand({ storage, dtype, offset }: TensorLike): ReferenceOperand {
  const first = offset * bytesPerElement[dtype];
  return { dtype, address: storage.handle + first, byteLength: storage.byteLength - first };
}

/**
 * Runs a kernel's reference loop over WASM memory. Kept out of the back end's `run`, where its closure would
 * allocate an object at every kernel call.
 */
export function runReference(
  reference: ReferenceLoop,
  buffer: ArrayBufferLike,
  operands: readonly ReferenceOperand[],
  numbers: readonly number[],
): void {
  const arrays = operands.map(({ dtype, address, byteLength }) =>
    typedView(dtype, buffer, address, byteLength / bytesPerElement[dtype]),
  );
  reference(arrays, numbers);
}
