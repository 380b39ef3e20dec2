import { RegoptError } from '@regopt/tensor';
import { addressBytes, headerBytes, numberBytes } from './abi.ts';

/**
 * Max number of tensors, and of numbers, of a kernel call. `parameter-updates.ts` of optim splits an update
 * of many parameters into commands of this size; `argument-block.test.ts` compares the two.
 */
export const maxTensors = 2048;
export const maxNumbers = 2048;

/** Offset of a block's numbers, in units of `numberBytes`: after the addresses, padded. */
export const firstNumber = (tensors: number): number =>
  ((tensors * addressBytes + numberBytes - 1) / numberBytes) | 0;

/** Bytes of a block with its header, for these numbers of tensors and numbers. */
export const blockBytes = (tensors: number, numbers: number): number =>
  headerBytes + (firstNumber(tensors) + numbers) * numberBytes;

/** Bytes of the largest block, with its header. */
export const maxBlockBytes: number = blockBytes(maxTensors, maxNumbers);

/** Writes the block at byte `at` of memory, and its header before it. */
export function writeBlock(
  buffer: ArrayBufferLike,
  at: number,
  addresses: readonly number[],
  numbers: readonly number[],
): void {
  new Uint32Array(buffer, at - headerBytes, 1)[0] = addresses.length;
  new Uint32Array(buffer, at, addresses.length).set(addresses);
  const numbersAt = at + firstNumber(addresses.length) * numberBytes;
  new Float64Array(buffer, numbersAt, numbers.length).set(numbers);
}

export function failOnSize(kernel: string, tensors: number, numbers: number): never {
  throw new RegoptError(
    `${kernel}: ${tensors} tensors and ${numbers} numbers do not fit the argument block of a kernel, ` +
      `which takes ${maxTensors} and ${maxNumbers}.`,
  );
}
