import { RegoptError } from '@regopt/tensor';

/** Max number of tensors, and of numbers, of a kernel call. */
export const maxTensors = 2048;
export const maxNumbers = 2048;

/** Bytes before a block: its number of tensors, padded. */
export const headerBytes = 8;

/** Bytes of the largest argument block with its header. */
export const maxBlockBytes: number = headerBytes + maxTensors * 4 + maxNumbers * 8;

/** Offset of a block's numbers, in units of 8 bytes: after a u32 per tensor, padded. */
export const firstNumber = (tensors: number): number => (tensors + 1) >> 1;

/** Bytes of a block with its header, for these numbers of tensors (u32 each) and numbers (f64 each). */
export const blockBytes = (tensors: number, numbers: number): number =>
  headerBytes + (firstNumber(tensors) + numbers) * 8;

export function failOnSize(kernel: string, tensors: number, numbers: number): never {
  throw new RegoptError(
    `${kernel}: ${tensors} tensors and ${numbers} numbers do not fit the argument block of a kernel, ` +
      `which takes ${maxTensors} and ${maxNumbers}.`,
  );
}
