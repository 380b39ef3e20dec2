import type { TensorLike } from '@regopt/tensor';
import type { DispatchEntry } from '../runtime/dispatch.ts';

/** Estimated nanoseconds of a command on one thread; 0 for one that only thread 0 can run. */
export function workOf({ row }: DispatchEntry, sizes: readonly number[], numbers: readonly number[]): number {
  if (row === undefined || row.serial) return 0;
  if (row.work !== undefined) return row.work(sizes, numbers);
  let elements = 0;
  for (let i = 0; i < sizes.length; i++) elements += sizes[i]!;
  return elements / 4;
}

/** Element counts of the current call's operands. Reused, so that a call makes no garbage. */
const sizesOfCall: number[] = [];

/** `workOf` a kernel call. */
export function workOfCall(
  entry: DispatchEntry,
  tensors: readonly TensorLike[],
  numbers: readonly number[],
): number {
  sizesOfCall.length = tensors.length;
  for (let i = 0; i < tensors.length; i++) sizesOfCall[i] = tensors[i]!.size;
  return workOf(entry, sizesOfCall, numbers);
}
