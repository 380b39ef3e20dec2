import type { Tensor } from '@regopt/tensor';
import type { DispatchEntry } from '../runtime/dispatch.ts';

/** About how many nanoseconds a command takes on one thread. */
export function workOf({ row }: DispatchEntry, sizes: readonly number[], numbers: readonly number[]): number {
  if (row === undefined || row.serial) return 0;
  if (row.work !== undefined) return row.work(sizes, numbers);
  let elements = 0;
  for (let i = 0; i < sizes.length; i++) elements += sizes[i]!;
  return elements / 4;
}

/** Elements of the operands of the call at hand, in an array that is used again: a call makes no garbage. */
const sizesOfCall: number[] = [];

/** `workOf` a kernel call. */
export function workOfCall(
  entry: DispatchEntry,
  tensors: readonly Tensor[],
  numbers: readonly number[],
): number {
  sizesOfCall.length = tensors.length;
  for (let i = 0; i < tensors.length; i++) sizesOfCall[i] = tensors[i]!.size;
  return workOf(entry, sizesOfCall, numbers);
}
