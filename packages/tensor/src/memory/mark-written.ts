import { runtime } from '../backend/runtime.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * The next number of the clock that orders in-place writes (`Storage.version`) and recorded ops: memory was written after
 * an op ran exactly when its version is greater than the op's number.
 *
 * @example
 * ```ts
 * import { assign, tensor, tick } from '@regopt/tensor';
 * const x = tensor([1, 2]);
 * const now = tick();
 * x.storage.version < now; // true
 * assign(x, [3, 4]);
 * x.storage.version > now; // true
 * ```
 */
export function tick(): number {
  return ++runtime().clock;
}

/**
 * Notes that a tensor was written in place, so that `backward` refuses to take a gradient from values that are gone. `run`
 * notes its first tensor, and `assign`, `copyInto`, `fillOnHost` and `writeOnHost` theirs: this is for a kernel that writes
 * more than its first tensor in place, and for what is written through `data()` or `hostView`.
 *
 * @example
 * ```ts
 * import { defineKernel, markWritten, run, tensor } from '@regopt/tensor';
 * const swapKernel = defineKernel('swap', ([a, b], [n]) => {
 *   for (let i = 0; i < n!; i++) [a![i], b![i]] = [b![i]!, a![i]!];
 * });
 * const [a, b] = [tensor([1, 2]), tensor([3, 4])];
 * run(swapKernel, [a, b], [2]);
 * markWritten(b);
 * a.toArray(); // 3, 4
 * ```
 */
export function markWritten(x: Tensor): void {
  x.storage.version = tick();
}
