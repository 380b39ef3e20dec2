import { runtime } from '../backend/runtime.ts';
import { checkTensor } from '../check/check-tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';

/**
 * The next number of the clock that orders in-place writes (`Storage.version`) and the ops on autograd's
 * tape: memory was written after an op ran exactly if its version is greater than the op's number.
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
 * Marks a tensor as written in place, so that `backward` refuses to compute a gradient from overwritten
 * values. `run` marks its first tensor, and `assign`, `copyInto`, `fillOnHost` and `writeOnHost` mark theirs.
 * Call it for a kernel that writes more than its first tensor in place, and after a write through `data()` or
 * `hostView`.
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
  checkTensor('markWritten', x);
  x.storage.version = tick();
}
