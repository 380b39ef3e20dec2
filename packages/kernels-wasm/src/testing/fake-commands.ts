import type { DType } from '@regopt/tensor';
import type { CapturedBuffer, Command } from '../program/command.ts';
import type { KernelRow } from '../rows/kernel-row.ts';
import { firstKernel } from '../runtime/abi.ts';

/** A command on f32 buffers, each taken from its first byte, without a back end. */
export function fakeCommand(
  name: string,
  buffers: readonly number[],
  sizes: readonly number[],
  row: Partial<KernelRow> = {},
  numbers: readonly number[] = [sizes[0]!],
): Command {
  const dtypes = buffers.map((): DType => 'f32');
  return {
    entry: {
      name,
      dtypes,
      row: { kernel: name, dtypes, numbers: numbers.length, export: `${name}_f32`, ...row },
      reference: () => {},
      counted: 'fast',
      call: () => {},
      finishCall: row.finish === undefined ? undefined : () => {},
      kernel: firstKernel,
      finish: row.finish === undefined ? undefined : firstKernel + 1,
      fixedNumbers: numbers.length,
      numbersPerAxis: 0,
      count: 0,
    },
    places: buffers.map((buffer) => ({ buffer, byteOffset: 0 })),
    sizes,
    numbers,
  };
}

/** Buffers of these lengths, in floats, that a program may place. */
export function fakeBuffers(...lengths: readonly number[]): CapturedBuffer[] {
  return lengths.map((length, i) => ({ handle: 1000 + i, byteLength: 4 * length, movable: true, own: true }));
}
